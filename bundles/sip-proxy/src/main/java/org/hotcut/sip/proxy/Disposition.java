package org.hotcut.sip.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.hotcut.sip.api.SipRequest;

/** What the caller wants of forking (Request-Disposition, RFC 3841 section 9.1). The other directives are those of a server's own choice and are left to it. */
enum Disposition {
    /** Those of equal preference at once, one preference after the other. */
    BY_PREFERENCE,
    /** All at once. */
    PARALLEL,
    /** One after the other. */
    SEQUENTIAL,
    /** The most preferred one only. */
    NO_FORK;

    /** Returns what a request says; the first directive counts, and no-fork above the others. */
    static Disposition of(SipRequest request) {
        if (request.header("Request-Disposition") == null) {
            return BY_PREFERENCE;
        }
        String[] texts = String.join(",", request.headers("Request-Disposition")).toLowerCase(Locale.ROOT).split(",");
        List<String> directives = Arrays.stream(texts).map(String::strip).toList();
        if (directives.contains("no-fork")) {
            return NO_FORK;
        }
        for (String directive : directives) {
            if (directive.equals("parallel")) {
                return PARALLEL;
            }
            if (directive.equals("sequential")) {
                return SEQUENTIAL;
            }
        }
        return BY_PREFERENCE;
    }
}
