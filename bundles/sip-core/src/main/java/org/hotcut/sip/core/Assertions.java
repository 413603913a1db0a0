package org.hotcut.sip.core;

import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;

/**
 * Who somebody is said to be, on the way of a message between those who have the admin's trust and those who have not (RFC 3325). Who may assert in requests that pass the
 * chain is {@code identity}'s affair. A registered device is trusted with no secret and believed nothing, wherever it sits.
 */
final class Assertions {
    // what came before RFC 3325 is believed by many a PBX
    private static final List<String> NAMES = List.of("P-Asserted-Identity", "Remote-Party-ID");

    private Assertions() { }

    /** Returns the request without who asserts to call, when he does not want that known to whom nobody trusts (section 7). */
    static Request shown(Request request, Target target, Flow line, Services services) {
        return areIn(request) && arePrivate(request) && !isTrusted(target, line, false, services) ? removed(request) : request;
    }

    /**
     * Returns the response without what its sender may not assert (section 5), or the caller may not learn (section 7).
     *
     * @param told whether the caller has the admin's trust
     */
    static Response believed(Response response, boolean told, Attempt from) {
        if (!areIn(response)) {
            return response;
        }
        return from.isTrusted() && (told || !arePrivate(response)) ? response : removed(response);
    }

    /**
     * Returns whether who is called has the admin's trust.
     *
     * @param otherwise what holds while nobody can say
     */
    static boolean isTrusted(Target target, Flow line, boolean otherwise, Services services) {
        return target.binding() == 0 && services.trusts(line, otherwise);
    }

    /** Returns whether there is any: nearly always not, which costs a look into the index of the message. */
    private static boolean areIn(Message message) {
        for (int i = 0; i < NAMES.size(); i++) {
            if (message.header(NAMES.get(i)) != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether whom a message speaks of wants only trusted ones to know (section 9.3). */
    private static boolean arePrivate(Message message) {
        String privacy = message.header("Privacy");
        return privacy != null && Arrays.stream(privacy.split(";")).anyMatch(each -> each.strip().equalsIgnoreCase("id"));
    }

    /** Returns the same request when it asserts nothing. */
    static Request removed(Request request) {
        Request left = request;
        for (int i = 0; i < NAMES.size(); i++) {
            left = left.header(NAMES.get(i)) == null ? left : left.without(NAMES.get(i));
        }
        return left;
    }

    private static Response removed(Response response) {
        Response left = response;
        for (int i = 0; i < NAMES.size(); i++) {
            left = left.header(NAMES.get(i)) == null ? left : left.without(NAMES.get(i));
        }
        return left;
    }
}
