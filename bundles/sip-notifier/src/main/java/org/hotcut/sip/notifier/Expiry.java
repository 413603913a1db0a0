package org.hotcut.sip.notifier;

import org.hotcut.sip.api.SipRequest;

/** The Expires header field. */
final class Expiry {
    private static final int MOST_DIGITS = 10;

    private Expiry() { }

    /** Returns the seconds, or -1 when there is none that can be read: then it counts as absent (RFC 3261 section 20.19). */
    static long seconds(SipRequest request) {
        String value = request.header("Expires");
        return value != null && !value.isEmpty() && value.length() <= MOST_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(value) : -1;
    }

    /** Returns when a message is of no use any more (RFC 3428 section 5). */
    static long at(SipRequest request, long now) {
        long seconds = seconds(request);
        return seconds < 0 ? Long.MAX_VALUE : now + seconds * 1_000;
    }
}
