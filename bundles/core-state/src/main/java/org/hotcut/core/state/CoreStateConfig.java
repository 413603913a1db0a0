package org.hotcut.core.state;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the bundle, {@code etc/org.hotcut.core.state.cfg}; every change takes effect at once and loses nothing. */
@ObjectClassDefinition(name = "Hotcut core state", description = "Blocking work, nonce counts, accounts in memory")
public @interface CoreStateConfig {
    /** The configuration's pid. */
    String PID = "org.hotcut.core.state";

    @AttributeDefinition(name = "Work threads", min = "0", max = "64",
        description = "Threads for blocking work such as SQL; 0 means two for each processor, at least 4 and at most 16")
    int workThreads() default 0;

    @AttributeDefinition(name = "Work queue", min = "16", max = "100000",
        description = "Tasks waiting for a thread, of all bundles; one bundle gets at most half")
    int workQueue() default 2000;

    @AttributeDefinition(name = "Nonces", min = "1000", max = "10000000",
        description = "Digest nonces whose counts are remembered; about 150 bytes each")
    int nonces() default 100_000;

    @AttributeDefinition(name = "Users", min = "1000", max = "10000000",
        description = "Users remembered; about 1 kB each")
    int users() default 100_000;

    @AttributeDefinition(name = "Users: time to live", min = "1", max = "3600",
        description = "Seconds after which a remembered user is asked for again when it is used")
    int usersTimeToLive() default 240;

    @AttributeDefinition(name = "Users: keep", min = "0", max = "365",
        description = "Days for which a remembered user is believed while the database does not answer")
    int usersKeep() default 7;

    @AttributeDefinition(name = "Domains: interval", min = "1", max = "3600",
        description = "Seconds between two readings of the domains, to see what other programs changed")
    int domainsInterval() default 30;
}
