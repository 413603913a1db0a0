package org.hotcut.turn.server;

import java.util.function.Consumer;

import org.hotcut.stun.StunError;
import org.hotcut.stun.StunWriter;

/** A request that was proven and all the same gets an error response. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final StunError error;
    private final transient Consumer<StunWriter> attributes;

    Refusal(StunError error) {
        this(error, none -> { });
    }

    /** Has attributes besides ERROR-CODE. */
    Refusal(StunError error, Consumer<StunWriter> attributes) {
        super(error.reason(), null, false, false);
        this.error = error;
        this.attributes = attributes;
    }

    StunError error() {
        return error;
    }

    Consumer<StunWriter> attributes() {
        return attributes;
    }
}
