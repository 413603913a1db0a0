package org.hotcut.turn.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;

/**
 * A client's connection. Its requests are answered one after the other; those that wait meanwhile, or for a handler, are sixteen at most, then it is read no further
 * (contract of the hand-over, clause 5). Touched by one loop.
 */
final class StreamClient {
    private static final int MOST_WAITING = 16;

    private final Flow flow;
    private final Flows flows;
    private final Dispatch dispatch;
    private final StreamLine line;
    private final Deque<byte[]> waiting = new ArrayDeque<>(1);
    private boolean isAsking;
    private boolean isWorking;
    private boolean isPaused;
    private boolean isClosed;
    private Allocation allocation;

    StreamClient(Flow flow, Flows flows, Dispatch dispatch) {
        this.flow = flow;
        this.flows = flows;
        this.dispatch = dispatch;
        this.line = new StreamLine(this, flow, flows);
    }

    Line line() {
        return line;
    }

    /** Returns what it has, or null. */
    Allocation allocation() {
        return allocation;
    }

    void allocation(Allocation now) {
        allocation = now;
    }

    void request(byte[] message) {
        waiting.addLast(message);
        resume();
        if (!isPaused && waiting.size() >= MOST_WAITING) {
            isPaused = true;
            flows.pause(flow.id(), true);
        }
    }

    /** Goes on with what waits, when there is somebody to ask. */
    void resume() {
        if (isWorking) {
            return;
        }
        isWorking = true;
        while (!isAsking && !isClosed && !waiting.isEmpty() && dispatch.isOpen()) {
            isAsking = true;
            dispatch.request(line, waiting.poll());
        }
        isWorking = false;
        if (isPaused && waiting.size() < MOST_WAITING / 2) {
            release();
        }
    }

    void answered() {
        isAsking = false;
        resume();
    }

    void again(byte[] request) {
        waiting.addFirst(request);
        answered();
    }

    /** Returns the requests that wait. */
    List<byte[]> waiting() {
        return List.copyOf(waiting);
    }

    boolean isClosed() {
        return isClosed;
    }

    void close() {
        isClosed = true;
        waiting.clear();
        release();
    }

    /** Lets it be read. */
    void release() {
        if (isPaused) {
            isPaused = false;
            flows.pause(flow.id(), false);
        }
    }
}
