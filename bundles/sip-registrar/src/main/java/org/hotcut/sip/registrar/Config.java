package org.hotcut.sip.registrar;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.registrar.cfg}. All in seconds. */
@ObjectClassDefinition(id = "org.hotcut.sip.registrar", name = "Hotcut SIP registrar", description = "For how long a registration holds")
@interface Config {
    @AttributeDefinition(name = "Default", description = "Seconds for a client that does not say how long", min = "60", max = "604800")
    int defaultExpires() default 3600;

    @AttributeDefinition(name = "Least", description = "Seconds below which a client is asked for more (423)", min = "1", max = "3600")
    int minExpires() default 60;

    @AttributeDefinition(name = "Most", description = "Seconds that are granted to a client that asks for more", min = "60", max = "604800")
    int maxExpires() default 86_400;

    @AttributeDefinition(name = "Most behind NAT", description = "The same for clients over UDP that are behind NAT: a router that starts anew forgets them", min = "60", max = "604800")
    int maxExpiresBehindNat() default 3600;

    @AttributeDefinition(name = "Flow timer", description = "Seconds after which a connection without keep-alive may be taken for dead (Flow-Timer of RFC 5626, "
        + "over connections only); 0 says nothing. Not more than the idle time of the listeners where they have one", min = "0", max = "3600")
    int flowTimer() default 120;
}
