package org.hotcut.sip.api;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Identity;

/**
 * What a handler wants done. {@code sip-core} applies it whole or, after a fence, not at all.
 */
public sealed interface Decision {
    /** Ask the next of the chain. At its end the answer is 500: somebody must decide. */
    record Next(SipRequest request, Identity identity) implements Decision { }

    /** Answer. Via, From, To (with a tag), Call-ID, CSeq and Content-Length are filled in. */
    record Reply(int status, String reason, List<HeaderField> headers, byte[] body) implements Decision { }

    /** Send to all targets at once; answers are gathered after RFC 3261 section 16.7. With targets out already, these are added. */
    record Forward(SipRequest request, List<Target> targets, boolean recordRoute) implements Decision { }

    /** Answer with {@link SipExchange#best}. */
    record Respond() implements Decision { }

    /** Nothing now: a branch, or a timer set by {@link SipExchange#wake}, will bring it on. Without either the answer is 500. */
    record Pending() implements Decision { }

    /** The decision comes later; the call is inside the handler until then. A stage that fails is answered 500, or 503 when work was refused. */
    record Later(CompletionStage<Decision> stage) implements Decision { }

    /** One header field of a reply. */
    record HeaderField(String name, String value) { }

    /** Ask the next, with nothing changed. */
    static Decision next() {
        return Decisions.NEXT;
    }

    /** Ask the next, the sender being proven. */
    static Decision next(Identity identity) {
        return new Next(null, identity);
    }

    /** Ask the next with an edited request; identity null leaves what was proven. */
    static Decision next(SipRequest request, Identity identity) {
        return new Next(request, identity);
    }

    /** Answer with the code's usual reason phrase. */
    static Decision reply(int status) {
        return new Reply(status, null, List.of(), null);
    }

    /** Answer with a reason phrase and headers; a null phrase gives the usual one. */
    static Decision reply(int status, String reason, HeaderField... headers) {
        return new Reply(status, reason, List.of(headers), null);
    }

    /** Send to all these targets, staying in the path of the dialog. */
    static Decision forward(List<Target> targets) {
        return new Forward(null, targets, true);
    }

    /** See {@link Respond}. */
    static Decision respond() {
        return Decisions.RESPOND;
    }

    /** See {@link Pending}. */
    static Decision pending() {
        return Decisions.PENDING;
    }

    /** See {@link Later}. */
    static Decision later(CompletionStage<Decision> stage) {
        return new Later(stage);
    }
}
