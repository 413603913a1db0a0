package org.hotcut.sip.notifier;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.notifier.cfg}. */
@ObjectClassDefinition(id = "org.hotcut.sip.notifier", name = "Hotcut SIP notifier", description = "Subscriptions, presence, and messages for users who are away")
@interface Config {
    @AttributeDefinition(name = "Keep messages", description = "Whether a MESSAGE for a user who cannot be reached is kept and answered 202; otherwise 480")
    boolean keepMessages() default true;

    @AttributeDefinition(name = "Silence", description = "Seconds after which devices that say nothing to a MESSAGE count as away; the sender waits 32", min = "1", max = "30")
    int silence() default 20;
}
