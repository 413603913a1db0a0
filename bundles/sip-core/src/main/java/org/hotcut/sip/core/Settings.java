package org.hotcut.sip.core;

import org.hotcut.sip.message.Limits;

/**
 * The configuration as the loops use it.
 *
 * @param message        what one message may be
 * @param transactions   rows a loop may have
 * @param sourceRequests unanswered requests of one source on a loop
 * @param pendingBytes   bytes of unanswered requests a loop may keep
 * @param branches       places one request may be sent to, one after the other or at once
 * @param timerC         milliseconds a callee may ring without a word
 */
record Settings(Limits message, int transactions, int sourceRequests, long pendingBytes, int branches, long timerC) {
    static Settings of(Config config, int loops) {
        return new Settings(new Limits(config.messageBytes(), config.headers(), Limits.DEFAULT.maxHeaderLine()), Math.max(1, config.transactions() / loops),
            config.sourceRequests(), (long) config.pendingMegabytes() * 1_048_576 / loops, config.branches(), config.timerC() * 1_000L);
    }
}
