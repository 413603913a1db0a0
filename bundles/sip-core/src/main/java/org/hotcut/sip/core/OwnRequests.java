package org.hotcut.sip.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.OwnRequestWriter;

/** Requests of the server's own, each on the loop of who asked. */
final class OwnRequests {
    /** Of each loop, at a time. */
    private static final int MOST = 10_000;
    static final long MOST_BYTES = 32 << 20;

    private final Loops loops;
    private final CoreLoop[] all;
    private final long[] bytes;

    OwnRequests(Loops loops, CoreLoop[] all) {
        this.loops = loops;
        this.all = all;
        bytes = new long[all.length];
    }

    CompletionStage<Answer> send(OwnRequest request, Target target) {
        switch (request.method()) {
            case "INVITE", "ACK", "CANCEL" -> throw new IllegalArgumentException("Not by this way: " + request.method());
            default -> OwnRequestWriter.check(request);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        int loop = loops.current();
        if (loop >= 0) {
            start(loop, request, target, answer);
        } else {
            loops.execute(0, () -> start(0, request, target, answer));
        }
        return answer;
    }

    private void start(int loop, OwnRequest request, Target target, CompletableFuture<Answer> answer) {
        CoreLoop here = all[loop];
        here.wake();
        int length = request.body() == null ? 0 : request.body().length;
        if (here.ownRequests >= MOST || bytes[loop] + length > MOST_BYTES) {
            answer.complete(new Answer(500, null));
            return;
        }
        here.ownRequests++;
        bytes[loop] += length;
        new OwnBranch(here, request, target, result -> {
            here.ownRequests--;
            bytes[loop] -= length;
            answer.complete(result);
        }).start();
    }

    String contact(Flow line) {
        int loop = loops.current();
        if (loop < 0) {
            throw new IllegalStateException("Not on a loop");
        }
        all[loop].wake();
        return OwnBranch.contact(all[loop], line);
    }
}
