package org.hotcut.accounts;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the bundle, {@code etc/org.hotcut.accounts.cfg}. Which database is used is said in {@code etc/org.ops4j.datasource-hotcut.cfg}. */
@ObjectClassDefinition(name = "Hotcut accounts", description = "Domains and users over SQL")
public @interface AccountsConfig {
    /** The configuration's pid. */
    String PID = "org.hotcut.accounts";

    @AttributeDefinition(name = "Query time-out", min = "1", max = "60", description = "Seconds after which the database is told to give a statement up")
    int queryTimeout() default 5;

    @AttributeDefinition(name = "SCRAM iterations", min = "4096", max = "1000000",
        description = "Iterations of the SCRAM verifiers of new passwords; 4096 is RFC 7677's least")
    int scramIterations() default 10_000;
}
