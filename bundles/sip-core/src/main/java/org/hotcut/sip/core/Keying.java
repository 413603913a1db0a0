package org.hotcut.sip.core;

import org.hotcut.sip.core.transaction.ServerKey;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Via;

/** What a request is matched by. */
final class Keying {
    private Keying() { }

    /** Returns the key of the transaction of that method which this request starts, repeats, acknowledges or cancels (RFC 3261 sections 9.2 and 17.2.3). */
    static ServerKey key(Request request, String method) {
        Via via = request.topVia();
        String branch = via.hasCookie() ? via.branch() : oldBranch(request, via);
        return new ServerKey(branch, via.host(), via.port(), method);
    }

    // RFC 2543 has no branch to go by; the To tag is left out because the ACK has one that the INVITE had not
    private static String oldBranch(Request request, Via via) {
        return request.uri().text() + ' ' + request.callId() + ' ' + request.cseq() + ' ' + request.fromTag() + ' ' + via.text();
    }
}
