package org.hotcut.core.state.ban;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.core.state.bans.cfg}; every change takes effect at once. */
@ObjectClassDefinition(name = "Hotcut bans", description = "Which strangers are slowed and banned")
public @interface BansConfig {
    /** The configuration's pid. */
    String PID = "org.hotcut.core.state.bans";

    @AttributeDefinition(name = "Whitelist", description = "Addresses and networks that are never slowed or banned for what they do, commas between")
    String[] whitelist() default {"127.0.0.0/8", "::1"};

    @AttributeDefinition(name = "Slow at", min = "1", max = "1000000", description = "Points of a source at which it is slowed")
    int slowAt() default 100;

    @AttributeDefinition(name = "Slow rate", min = "1", max = "10000", description = "Datagrams a second that are taken from a slowed source")
    int slowRate() default 5;

    @AttributeDefinition(name = "Ban at", min = "1", max = "1000000", description = "Points of a source at which it is banned")
    int banAt() default 300;

    @AttributeDefinition(name = "Leak", min = "1", max = "100000", description = "Points that a source is forgiven each minute")
    int leak() default 30;

    @AttributeDefinition(name = "First ban", min = "1", max = "31536000", description = "Seconds of a source's first ban; each one within a day of the last is four times as long")
    int firstBan() default 300;

    @AttributeDefinition(name = "Longest ban", min = "1", max = "31536000", description = "Seconds of the longest ban")
    int longestBan() default 86_400;

    @AttributeDefinition(name = "Sources", min = "1000", max = "10000000",
        description = "Sources remembered, as many that are banned or slowed, and lines that were proven; about 200 bytes each")
    int sources() default 100_000;
}
