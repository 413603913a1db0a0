package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.MalformedMessageException;
import org.hotcut.sip.message.Parser;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;

/** The best final response so far (RFC 3261 section 16.7 steps 6 and 7): one that a callee sent, or what a branch came to without one. */
final class Best {
    private int status;
    private String reason;
    private Response response;
    private List<Response> challenges;

    /** Takes a callee's response into account. */
    void consider(Response candidate) {
        if (Challenges.isChallenge(candidate.status())) {
            if (challenges == null) {
                challenges = new ArrayList<>(1);
            }
            challenges.add(candidate);
        }
        if (status == 0 || rank(candidate.status(), false) < rank(status, response == null)) {
            status = candidate.status();
            reason = null;
            response = candidate;
        }
    }

    /** Takes a branch into account that has failed here. */
    void consider(int failure, String why) {
        if (status == 0 || rank(failure, true) < rank(status, response == null)) {
            status = failure;
            reason = why;
            response = null;
        }
    }

    /** Returns 0 while there is none. */
    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** Returns the callee's response, or null when it is one of our own making. */
    Response response() {
        return response;
    }

    /** Returns the response as handlers see it: one of our own making is made for them. */
    Response shown(Request request, Flow flow) {
        try {
            return response != null ? response : (Response) Parser.parse(Answers.write(request, flow, status, reason, null, List.of(), null));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("our own response", e);
        }
    }

    /** Returns the response as it goes to the caller: with the challenges of all callees (step 7). */
    byte[] forwarded() {
        Response merged = response;
        if (Challenges.isChallenge(status) && challenges.size() > 1) {
            for (Response other : challenges) {
                merged = other == response ? merged : Challenges.merged(merged, other);
            }
        }
        return merged.forwarded();
    }

    // lower is better: 6xx, then the lowest class; within a class what the caller can do something about, then what a callee said, then what we found
    private static int rank(int code, boolean local) {
        int hundreds = code >= 600 ? 0 : code / 100;
        int within = switch (code) {
            case 401, 407, 415, 420, 484 -> 0;
            case 408, 430, 503 -> 3;
            default -> 1;
        };
        return hundreds * 10 + within * 2 + (local ? 1 : 0);
    }
}
