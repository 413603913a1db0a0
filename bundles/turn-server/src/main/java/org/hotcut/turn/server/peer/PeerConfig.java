package org.hotcut.turn.server.peer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.turn.server.peers.cfg}. */
@ObjectClassDefinition(id = RuleStore.PID, name = "Hotcut TURN peers", description = "Whom clients may reach through relays, before what is built in")
public @interface PeerConfig {
    @AttributeDefinition(name = "Rules", description = "allow|deny NAME NETWORK [PORTS], comma between entries; the first that fits decides. turn:allow, turn:deny and turn:forget "
        + "write it. Example: allow pbx 10.0.0.5 10000-20000, deny smtp 0.0.0.0/0 25. When one that denies cannot be read nothing may be reached")
    String[] rules() default {};

    @AttributeDefinition(name = "NAT64", description = "Prefixes by which translators of your network reach IPv4 (RFC 6052), of 32, 40, 48, 56, 64 or 96 bits, comma between "
        + "entries: the IPv4 address behind such an address is judged too. That of everybody, 64:ff9b::/96, is known")
    String[] nat64() default {};
}
