package org.hotcut.sip.registrar;

import org.hotcut.sip.api.Decision;

/** A REGISTER that is not done, and what to answer. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Decision answer;

    /** Has no stack trace: it is the client that is at fault. */
    Refusal(int status, String reason, Decision.HeaderField... headers) {
        super(reason, null, false, false);
        answer = Decision.reply(status, reason, headers);
    }

    Decision answer() {
        return answer;
    }
}
