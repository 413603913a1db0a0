package org.hotcut.sip.api;

import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.net.Flow;
import org.osgi.annotation.versioning.ProviderType;

/** Sends requests of our own by client transactions (RFC 3261 section 17.1.2). Implemented by {@code sip-core}. Never blocks. */
@ProviderType
public interface SipClient {
    /**
     * What became of a request.
     *
     * @param status   of the final response; 408 when none came within 32 s, 430 when the line it insisted on is gone, 503 when there is no way there; 500 when
     *                 too many are waited for: nothing was sent, and later it may be
     * @param response the final response, null when none came
     */
    record Answer(int status, SipResponse response) { }

    /**
     * Sends a request to one place: by the target's line when it is open, else (unless it is strict) where its route or URI leads.
     *
     * @return completes, never exceptionally, on the loop this was called on; called elsewhere, on one of the loops
     * @throws IllegalArgumentException naming the fault of the request or target
     */
    CompletionStage<Answer> send(OwnRequest request, Target target);

    /** Returns the URI by which the peer of a line reaches this server, for a Contact: {@code sip:192.0.2.1:5060;transport=udp}. To be called on a loop. */
    String contact(Flow line);
}
