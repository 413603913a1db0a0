package org.hotcut.identity;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** {@code etc/org.hotcut.identity.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.identity", name = "Hotcut identity", description = "Who is believed without a password, and how long a challenge is good")
public @interface Config {
    @AttributeDefinition(name = "Trusted sources", description = "Who may speak for anybody without a proof, such as a PBX: address[/prefix] [port] "
        + "[udp|tcp|tls|ws|wss], comma between entries. Example: 192.0.2.7 5060 tls, 2001:db8::/64. Believed by address alone over UDP and TCP.")
    String[] trusted() default {};

    @AttributeDefinition(name = "Trusted sources register", description = "A trusted source may register any address of ours without a digest")
    boolean trustRegister() default true;

    @AttributeDefinition(name = "Nonce life time", description = "Seconds after which a client is asked to answer a new challenge", min = "10", max = "86400")
    int nonceSeconds() default 600;

    @AttributeDefinition(name = "Devices", description = "Which users a device may be, by a name of its certificate: NAME=user@domain, comma between entries. "
        + "device:map writes it")
    String[] devices() default {};

    @AttributeDefinition(name = "E-mail is SIP", description = "An e-mail address in a certificate names the SIP user of that address")
    boolean emailUsers() default false;

    @AttributeDefinition(name = "Revocation", description = "Whether authorities are asked if they have taken a certificate back: off; soft: it counts when nobody "
        + "answers; hard: it does not", options = {@Option("off"), @Option("soft"), @Option("hard")})
    String revocation() default "off";

    @AttributeDefinition(name = "Unknown authorities", description = "What becomes of a connection whose certificate is of an authority that does not count there, where the "
        + "listener does not require one: ignore, as if it had shown none (telephones show their maker's); close", options = {@Option("ignore"), @Option("close")})
    String unknownAuthority() default "ignore";

    @AttributeDefinition(name = "Refused certificates", description = "What becomes of one whose certificate is not good for another reason (expired, revoked): close; ignore, "
        + "as if it had shown none, where the listener does not require one", options = {@Option("close"), @Option("ignore")})
    String refused() default "close";

    @AttributeDefinition(name = "Connections of ours", description = "The trust profile by which whomever we call is judged")
    String outgoing() default "public";
}
