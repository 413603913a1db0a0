package org.hotcut.sip.core.push;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.core.push.cfg}; changes are in force at once. */
@ObjectClassDefinition(id = "org.hotcut.sip.core.push", name = "Hotcut push", description = "How often devices are woken (RFC 8599)")
@interface Config {
    @AttributeDefinition(name = "Quiet time", description = "Seconds after a push in which the same device is not pushed again", min = "1", max = "600")
    int quietSeconds() default 5;

    @AttributeDefinition(name = "Most pushes a second", description = "Of all devices together; more are not sent", min = "1", max = "100000")
    int pushesPerSecond() default 200;
}
