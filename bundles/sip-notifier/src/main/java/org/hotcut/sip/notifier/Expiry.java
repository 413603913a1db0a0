package org.hotcut.sip.notifier;

import org.hotcut.sip.api.SipRequest;

/** How long something holds: the Expires header field. */
final class Expiry {
    private static final int MOST_DIGITS = 10;
    private static final int HOUR = 3_600;

    private final long usual;
    private final long least;
    private final long most;

    Expiry(Config config) {
        usual = config.defaultExpires();
        least = config.minExpires();
        most = Math.max(config.maxExpires(), least);
    }

    /** Returns the seconds that are granted; 0 to end it; -1 when it asks for too little (423, which one that asks for an hour never gets: RFC 6665 section 4.2.1.1). */
    long granted(SipRequest request) {
        long asked = seconds(request);
        if (asked < 0) {
            return Math.min(usual, most);
        }
        return asked > 0 && asked < least && asked < HOUR ? -1 : Math.min(asked, most);
    }

    /** Returns what to say to one that asks for too little. */
    String least() {
        return Long.toString(least);
    }

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
