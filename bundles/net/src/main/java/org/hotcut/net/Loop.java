package org.hotcut.net;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.netty.channel.IoEventLoop;

/** What belongs to one event loop. All but {@code index}, {@code events} and {@code sockets} is for its thread only. */
final class Loop {
    final int index;
    final IoEventLoop events;
    /** The kind of channels it can serve. */
    final Sockets sockets;
    final Flusher flusher;
    final Set<Connection> connections = new LinkedHashSet<>();
    /** Packets that were taken to be passed on. */
    long packets;
    private final long unsentRoom;
    private long now = System.nanoTime() / 1_000_000;

    /**
     * Begins without connections.
     *
     * @param unsentRoom bytes that all its peers together may leave unread
     */
    Loop(int index, IoEventLoop events, Sockets sockets, long unsentRoom) {
        this.index = index;
        this.sockets = sockets;
        this.unsentRoom = unsentRoom;
        this.events = events;
        this.flusher = new Flusher(events);
    }

    /** Returns whether the calling thread is the one of this loop. */
    boolean isHere() {
        return LoopThread.here() == this;
    }

    /** Returns milliseconds of a clock that never goes back, exact to about a second: good enough for patience, and free. */
    long now() {
        return now;
    }

    /** Moves the clock on and asks every connection whether its time is over. */
    void tick() {
        now = System.nanoTime() / 1_000_000;
        connections.removeIf(connection -> connection.tick(now));
        relieve(unsentRoom);
    }

    /** Closes the connections whose peers leave much unread, when all together leave more than there is room for. */
    void relieve(long room) {
        long unsent = 0;
        for (Connection connection : connections) {
            unsent += connection.watch().unsent();
        }
        if (unsent > room) {
            List.copyOf(connections).forEach(connection -> connection.watch().relieve());
        }
    }

    /** Runs now when called on this loop, otherwise as its next task. */
    void run(Runnable task) {
        if (isHere()) {
            task.run();
            return;
        }
        events.execute(task);
    }
}
