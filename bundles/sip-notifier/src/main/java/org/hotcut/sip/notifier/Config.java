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

    @AttributeDefinition(name = "Watchers", description = "Who may see a user's presence: self (he himself), domain (users of his domain), users (users of all our domains)")
    String watchers() default "domain";

    @AttributeDefinition(name = "Passed on", description = "Event packages of which the devices themselves are asked, separated by commas; others are answered 489")
    String passOn() default "dialog, message-summary, conference, call-completion, kpml, refer";

    @AttributeDefinition(name = "Default", description = "Seconds that a SUBSCRIBE or PUBLISH holds which does not say how long", min = "60", max = "86400")
    int defaultExpires() default 3_600;

    @AttributeDefinition(name = "Least", description = "Seconds below which one is answered 423", min = "1", max = "3600")
    int minExpires() default 60;

    @AttributeDefinition(name = "Most", description = "Seconds that are granted to one that asks for more", min = "60", max = "604800")
    int maxExpires() default 86_400;
}
