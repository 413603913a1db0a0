package org.hotcut.identity;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.identity.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.identity", name = "Hotcut identity", description = "Who is believed without a password, and how long a challenge is good")
@interface Config {
    @AttributeDefinition(name = "Trusted sources", description = "Who may speak for anybody without a proof, such as a PBX: address[/prefix] [port] "
        + "[udp|tcp|tls|ws|wss], comma between entries. Example: 192.0.2.7 5060 tls, 2001:db8::/64. Believed by address alone over UDP and TCP.")
    String[] trusted() default {};

    @AttributeDefinition(name = "Trusted sources register", description = "A trusted source may register any address of ours without a digest")
    boolean trustRegister() default true;

    @AttributeDefinition(name = "Nonce life time", description = "Seconds after which a client is asked to answer a new challenge", min = "10", max = "86400")
    int nonceSeconds() default 600;
}
