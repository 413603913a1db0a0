package org.hotcut.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.hotcut.core.api.net.Flow;

/**
 * What one UDP socket has read while no transport was there. Its limits are shared by the sockets of an endpoint. For the socket's loop
 * only, but for the figures.
 */
final class ParkedDatagrams {
    /** How much an endpoint may park (DESIGN.md section 4, clause 5); the newest is dropped when it is full. */
    static final class Room {
        private final int maxCount;
        private final long maxBytes;
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        Room(int maxCount, long maxBytes) {
            this.maxCount = maxCount;
            this.maxBytes = maxBytes;
        }

        int count() {
            return count.get();
        }

        private boolean take(int size) {
            if (count.incrementAndGet() <= maxCount & bytes.addAndGet(size) <= maxBytes) {
                return true;
            }
            giveBack(size);
            return false;
        }

        private void giveBack(int size) {
            count.decrementAndGet();
            bytes.addAndGet(-size);
        }
    }

    /** One that waits. */
    record Parked(Flow flow, byte[] bytes) { }

    private final Room room;
    private final ArrayDeque<Parked> queue = new ArrayDeque<>(0);

    ParkedDatagrams(Room room) {
        this.room = room;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Copies a datagram to the end. Returns false when the endpoint's room is full. */
    boolean add(Flow flow, ByteBuffer datagram) {
        int size = datagram.remaining();
        if (!room.take(size)) {
            return false;
        }
        byte[] bytes = new byte[size];
        datagram.get(bytes);
        queue.add(new Parked(flow, bytes));
        return true;
    }

    /** Returns the oldest without taking it, or null. */
    Parked peek() {
        return queue.peek();
    }

    void removeFirst() {
        Parked first = queue.poll();
        if (first != null) {
            room.giveBack(first.bytes.length);
        }
    }

    /** Throws everything away and returns how many there were. */
    int clear() {
        int count = queue.size();
        while (!queue.isEmpty()) {
            removeFirst();
        }
        return count;
    }
}
