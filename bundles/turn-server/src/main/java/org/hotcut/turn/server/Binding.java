package org.hotcut.turn.server;

import org.hotcut.stun.Stun;
import org.hotcut.turn.api.Decision;

/** Binding (RFC 8489 section 12): tells everybody under which address he is seen. It costs less to answer than to ask who wants to know. */
final class Binding {
    private final Responses responses;

    Binding(Responses responses) {
        this.responses = responses;
    }

    Decision decide(Request request) {
        try {
            request.requireKnown();
            byte[] message = responses.success(request, null, writer -> writer.xorAddress(Stun.XOR_MAPPED_ADDRESS, request.client().address()));
            return new Decision.Reply(message, true, null);
        } catch (Refusal refusal) {
            return new Decision.Reply(responses.error(request, null, refusal), true, null);
        }
    }
}
