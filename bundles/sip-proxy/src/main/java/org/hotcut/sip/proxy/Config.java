package org.hotcut.sip.proxy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.proxy.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.sip.proxy", name = "Hotcut SIP proxy", description = "Where requests go")
@interface Config {
    @AttributeDefinition(name = "Most targets", description = "How many contacts of one user are tried at once", min = "1", max = "100")
    int maxTargets() default 10;

    @AttributeDefinition(name = "Next contacts", description = "Seconds that contacts of a higher q ring alone, before those of the next lower q ring too", min = "1", max = "180")
    int nextSeconds() default 20;

    @AttributeDefinition(name = "Wait for a push", description = "Seconds that a request waits for a device that was woken by push (RFC 8599) to register; for all but INVITE "
        + "at most 20", min = "1", max = "120")
    int pushSeconds() default 20;

    @AttributeDefinition(name = "Push over open connections", description = "Whether a device whose connection is open is pushed too: when its application sleeps, its connection "
        + "may be open only to the eye")
    boolean pushReachable() default true;

    @AttributeDefinition(name = "Push before a registration ends", description = "Whether a device that can be woken by push is woken three minutes before its registration ends, so "
        + "that it registers anew (RFC 8599 section 5.5)")
    boolean pushToRefresh() default true;
}
