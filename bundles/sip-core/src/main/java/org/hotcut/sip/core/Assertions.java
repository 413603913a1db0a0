package org.hotcut.sip.core;

import java.util.Arrays;
import java.util.List;

import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;

/**
 * Who a registered device says that it is, in its responses: only trusted sources may assert that (RFC 3325 section 5), and they are reached by routes, not by
 * registrations; who may assert in requests is {@code identity}'s affair.
 */
final class Assertions {
    // what came before RFC 3325 is believed by many a PBX
    private static final List<String> NAMES = List.of("P-Asserted-Identity", "Remote-Party-ID");

    private Assertions() { }

    /** Returns what a registered device, which is trusted with no secret, gets of a request: not who calls when he does not want that (section 7). */
    static Request forDevice(Request request) {
        if (!isPrivate(request.header("Privacy"))) {
            return request;
        }
        Request left = request;
        for (int i = 0; i < NAMES.size(); i++) {
            left = left.header(NAMES.get(i)) == null ? left : left.without(NAMES.get(i));
        }
        return left;
    }

    private static boolean isPrivate(String privacy) {
        return privacy != null && Arrays.stream(privacy.split(";")).anyMatch(each -> each.strip().equalsIgnoreCase("id"));
    }

    /** Returns the same response when it asserts nothing. */
    static Response removed(Response response) {
        Response left = response;
        for (int i = 0; i < NAMES.size(); i++) {
            left = left.header(NAMES.get(i)) == null ? left : left.without(NAMES.get(i));
        }
        return left;
    }
}
