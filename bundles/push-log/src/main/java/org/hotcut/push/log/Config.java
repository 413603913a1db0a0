package org.hotcut.push.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.push.log.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.push.log", name = "Hotcut push log", description = "A push service that only writes to the log")
@interface Config {
    @AttributeDefinition(name = "Push services", description = "Values of pn-provider that are served, separated by commas")
    String hotcut_name() default "log";
}
