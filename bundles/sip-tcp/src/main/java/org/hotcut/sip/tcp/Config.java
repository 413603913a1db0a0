package org.hotcut.sip.tcp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.tcp.cfg}: what one message may take over a connection. */
@ObjectClassDefinition(id = "org.hotcut.sip.tcp", name = "Hotcut SIP over TCP and TLS",
    description = "Limits of one message; a connection that goes beyond is closed")
@interface Config {
    /** Bytes of start line and header fields. */
    @AttributeDefinition(description = "Bytes that the start line and the header fields of a message may have", min = "1024", max = "65536")
    int maxHead() default 32_768;

    /** Bytes of a body. */
    @AttributeDefinition(description = "Bytes that the body of a message may have", min = "0", max = "1048576")
    int maxBody() default 65_536;
}
