package org.hotcut.sip.proxy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.proxy.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.sip.proxy", name = "Hotcut SIP proxy", description = "Where requests go")
@interface Config {
    @AttributeDefinition(name = "Most targets", description = "How many contacts of one user are tried at once", min = "1", max = "100")
    int maxTargets() default 10;
}
