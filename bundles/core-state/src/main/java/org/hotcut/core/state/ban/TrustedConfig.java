package org.hotcut.core.state.ban;

/** What is read here of {@code etc/org.hotcut.identity.cfg}, which {@code identity} describes. */
public @interface TrustedConfig {
    /** The configuration's pid. */
    String PID = "org.hotcut.identity";

    /** Returns entries {@code address[/prefix] [port] [transport]} or {@code tls:name}; each text may hold several with commas between. */
    String[] trusted() default {};
}
