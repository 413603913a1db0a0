package org.hotcut.sip.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.hotcut.sip.api.SipRequest;

/**
 * What the caller wants of forking (Request-Disposition, RFC 3841 section 9.1). Redirection is asked for apart from it: {@link #isRedirect}. Cancelling is {@code sip-core}'s
 * affair. Others' redirections go to the caller, as with {@code no-recurse}, and there is no queue, as with {@code no-queue}: our policy, which section 7.1 leaves to a server.
 */
enum Disposition {
    /** Those of equal preference at once, one preference after the other. */
    BY_PREFERENCE,
    /** All at once. */
    PARALLEL,
    /** One after the other. */
    SEQUENTIAL,
    /** The most preferred one only. */
    NO_FORK;

    /** Returns what a request says; of directives that contradict each other the first counts, and no-fork above how to fork. */
    static Disposition of(SipRequest request) {
        List<String> directives = directives(request);
        if (directives.isEmpty()) {
            return BY_PREFERENCE;
        }
        if ("no-fork".equals(first(directives, "fork", "no-fork"))) {
            return NO_FORK;
        }
        String order = first(directives, "parallel", "sequential");
        return order == null ? BY_PREFERENCE : order.equals("parallel") ? PARALLEL : SEQUENTIAL;
    }

    /** Returns whether the caller would rather be told where to send the request than have it sent on. */
    static boolean isRedirect(SipRequest request) {
        return "redirect".equals(first(directives(request), "proxy", "redirect"));
    }

    private static List<String> directives(SipRequest request) {
        if (request.header("Request-Disposition") == null) {
            return List.of();
        }
        String[] texts = String.join(",", request.headers("Request-Disposition")).toLowerCase(Locale.ROOT).split(",");
        return Arrays.stream(texts).map(String::strip).toList();
    }

    private static String first(List<String> directives, String one, String other) {
        for (String directive : directives) {
            if (directive.equals(one) || directive.equals(other)) {
                return directive;
            }
        }
        return null;
    }
}
