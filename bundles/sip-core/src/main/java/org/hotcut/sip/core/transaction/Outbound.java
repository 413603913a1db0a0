package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.Response;

/** The way out for transactions. */
public interface Outbound {
    /**
     * Sends a request.
     *
     * @return false when the line is gone
     */
    boolean request(Flow flow, byte[] message);

    /** Sends a response where RFC 3261 section 18.2.2 says, by another line when the first is gone. */
    void response(ServerTransaction transaction, byte[] message);

    /** Returns the ACK for a final response that is no 2xx, made from the INVITE as it was sent (RFC 3261 section 17.1.1.3). */
    byte[] acknowledgement(byte[] invite, Response response);
}
