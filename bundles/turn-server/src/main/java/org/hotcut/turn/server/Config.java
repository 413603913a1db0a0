package org.hotcut.turn.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.turn.server.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.turn.server", name = "Hotcut TURN server", description = "Who may use TURN, and for how long")
public @interface Config {
    @AttributeDefinition(name = "Password algorithms", description = "What clients that know RFC 8489 may make keys with, the best first: SHA-256, MD5. Without MD5 no older client "
        + "is let in; empty: MD5 alone, and it is not mentioned")
    String[] password_algorithms() default {"SHA-256", "MD5"};

    @AttributeDefinition(name = "User name anonymity", description = "Clients that can are told to hide their user names (USERHASH). Then they have no use for time-limited "
        + "credentials, and write users without domain; who hides his name without being told is let in anyway")
    boolean username_anonymity() default false;

    @AttributeDefinition(name = "Nonce life time", description = "Seconds after which a client is given another nonce", min = "60", max = "86400")
    int nonce_seconds() default 3600;

    @AttributeDefinition(name = "Secrets", description = "Shared with programs that make time-limited credentials, commas between: user name TIME:USER, password "
        + "base64(HMAC-SHA1(secret, user name)), or SHA-256. Several, so that a new one can be brought in. Those of turn:credentials need none")
    String[] secrets() default {};

    @AttributeDefinition(name = "Separator", description = "Between time and user in the names of time-limited credentials")
    String separator() default ":";

    @AttributeDefinition(name = "Most life time", description = "Seconds that are granted to a client that asks for more", min = "600", max = "3600")
    int lifetime_max() default 3600;

    @AttributeDefinition(name = "Alternate server", description = "Where clients are sent that want an allocation (300 Try Alternate): address:port, [address]:port, one of a "
        + "family, commas between. Those of a family that is missing here are served")
    String[] alternate_server() default {};

    @AttributeDefinition(name = "Alternate domain", description = "The name in that server's certificate, where it is not ours")
    String alternate_domain() default "";

    @AttributeDefinition(name = "Software", description = "What SOFTWARE says in each response; empty: nothing, which is smaller and tells nothing")
    String software() default "";
}
