package org.hotcut.sip.core;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.core.route.Literal;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.ResponseWriter;
import org.hotcut.sip.message.Via;

/** The responses that we make of our own. */
final class Answers {
    private static final int LEAST_RETRY_SECONDS = 5;
    private static final int MOST_RETRY_SECONDS = 30;

    private Answers() { }

    /** Writes a response; reason null for the usual phrase, tag null for none. */
    static byte[] write(Request request, Flow flow, int status, String reason, String tag, List<HeaderField> headers, byte[] body) {
        Via via = request.topVia();
        int rport = via != null && via.hasRport() ? flow.remote().getPort() : -1;
        return ResponseWriter.response(request, status, reason, tag, Literal.plain(flow.remote().getAddress()), rport, headers, body);
    }

    /** For a whole server that refuses work: clients come back at different times. */
    static List<HeaderField> retryAfter() {
        return List.of(new HeaderField("Retry-After",
            Integer.toString(ThreadLocalRandom.current().nextInt(LEAST_RETRY_SECONDS, MOST_RETRY_SECONDS + 1))));
    }
}
