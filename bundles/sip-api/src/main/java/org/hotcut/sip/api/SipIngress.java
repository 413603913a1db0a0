package org.hotcut.sip.api;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.osgi.annotation.versioning.ProviderType;

/** Where transports deliver messages. Implemented by {@code sip-core}. Called on the flow's loop; buffers are valid during the call. */
@ProviderType
public interface SipIngress {
    /** Takes one whole message. Garbage is counted and logged, never thrown. */
    void message(Flow flow, ByteBuffer message);

    /** Takes bytes of a stream that cannot be framed: a request in them that can be answered gets a 400 with the reason. */
    void malformed(Flow flow, ByteBuffer bytes, String reason);
}
