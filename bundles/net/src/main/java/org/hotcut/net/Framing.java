package org.hotcut.net;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts what one connection brings into messages, where the transport says they end, and hands them over. Keeps what belongs to no whole
 * message. On the connection's loop only.
 */
final class Framing {
    private static final Logger LOG = LoggerFactory.getLogger(Framing.class);
    private static final int FREE_BYTES = 4_096;
    private static final int INCOMPLETE = 0;
    private static final int ASK_AGAIN = -1;

    /** The connection as this sees it. */
    interface Owner {
        Flow flow();

        int maxMessage();

        /** Returns whether the rest of what comes is to be thrown away. */
        boolean isClosing();

        /** No transport is there: stop reading until {@link Framing#resume}. */
        void waitForTransport();

        /** The peer sent what no message can be made of; the transport has been told. */
        void malformed(Drops.Reason kind, String reason);

        /** The transport is at fault, which was logged. */
        void failed();
    }

    private final Owner owner;
    private final Slot<Transport> slot;
    private final ParkingBudget budget;
    private final ParkingBudget incomplete;
    private final Unread unread = new Unread();
    private int scanned;
    private long messages;
    private int parked;
    private int counted;

    /**
     * Begins with nothing.
     *
     * @param budget     room for what comes while no transport is there
     * @param incomplete room for what all connections together may have sent of messages that are not whole, but for the first few kilobytes of each
     */
    Framing(Owner owner, Slot<Transport> slot, ParkingBudget budget, ParkingBudget incomplete) {
        this.owner = owner;
        this.slot = slot;
        this.budget = budget;
        this.incomplete = incomplete;
    }

    /** Takes what was read just now. */
    void feed(ByteBuffer fresh) {
        if (!unread.isEmpty()) {
            unread.append(fresh);
            resume();
            return;
        }
        int used = cut(fresh);
        if (!owner.isClosing()) {
            unread.append(fresh.position(used));
            count();
        }
    }

    // many connections that each leave a long message unfinished would else fill the memory
    private void count() {
        int above = Math.max(0, unread.size() - FREE_BYTES);
        if (above <= counted) {
            incomplete.give(counted - above);
            counted = above;
        } else if (incomplete.take(above - counted)) {
            counted = above;
        } else if (slot.current() != null) {
            owner.malformed(Drops.Reason.INCOMPLETE, "too much waits of messages that are not whole");
            unread.clear();
            incomplete.give(counted);
            counted = 0;
        }
    }

    /**
     * Takes what comes although reading has stopped: the rest of a burst, or of a stream that the peer has ended. Returns false when
     * there is no room for it.
     */
    boolean park(ByteBuffer fresh) {
        if (!budget.take(fresh.remaining())) {
            return false;
        }
        parked += fresh.remaining();
        unread.append(fresh);
        return true;
    }

    /** Goes on with what was kept. */
    void resume() {
        unpark();
        if (unread.isEmpty()) {
            return;
        }
        int used = cut(unread.view());
        if (owner.isClosing()) {
            unread.clear();
        } else {
            unread.consume(used);
        }
        count();
    }

    /** Returns what was kept, and forgets it. */
    byte[] rest() {
        ByteBuffer view = unread.view();
        byte[] rest = new byte[view.remaining()];
        view.get(rest);
        clear();
        return rest;
    }

    /** Throws away what was kept. */
    void clear() {
        unpark();
        unread.clear();
        count();
    }

    private void unpark() {
        budget.give(parked);
        parked = 0;
    }

    /** Returns how many bytes wait for the rest of their message, or for a transport. */
    int waiting() {
        return unread.size();
    }

    /** Returns how many messages were cut so far. */
    long messages() {
        return messages;
    }

    /** Returns how many of the bytes were handed over as whole messages. */
    private int cut(ByteBuffer bytes) {
        int used = 0;
        int end = bytes.limit();
        while (used < end && !owner.isClosing()) {
            Slot.Bound<Transport> bound = slot.current();
            if (bound == null) {
                owner.waitForTransport();
                return used;
            }
            int length = frame(bound, bytes.slice(used, end - used));
            if (length == INCOMPLETE) {
                return used;
            }
            if (length > 0 && receive(bound, bytes.slice(used, length))) {
                used += length;
                scanned = 0;
                messages++;
            }
        }
        return used;
    }

    /** Returns a length, {@code INCOMPLETE}, or {@code ASK_AGAIN} after the transport was replaced or the connection given up. */
    private int frame(Slot.Bound<Transport> bound, ByteBuffer bytes) {
        int available = bytes.remaining();
        try {
            int length = bound.service.frame(bytes.slice(), scanned);
            if (slot.current() != bound) {
                return ASK_AGAIN;
            }
            if (length < 0 || length > available) {
                fault(bound, new IllegalStateException("frame() returned " + length + " of " + available + " bytes"));
                return ASK_AGAIN;
            }
            if (Math.max(length, length == 0 ? available : 0) > owner.maxMessage()) {
                reject(bound, bytes, Drops.Reason.MESSAGE_TOO_LONG, "a message of more than " + owner.maxMessage() + " bytes");
                return ASK_AGAIN;
            }
            scanned = available;
            return length;
        } catch (FramingException e) {
            if (slot.current() == bound) {
                reject(bound, bytes, Drops.Reason.MALFORMED, e.getMessage());
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (slot.current() == bound) {
                fault(bound, e);
            }
        }
        return ASK_AGAIN;
    }

    /** Returns false when the message is to go to the next bearer of the name: this one was fenced and then failed. */
    private boolean receive(Slot.Bound<Transport> bound, ByteBuffer message) {
        try {
            bound.service.receive(owner.flow(), message);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (slot.current() != bound) {
                scanned = 0;
                return false;
            }
            fault(bound, e);
        }
        return true;
    }

    private void reject(Slot.Bound<Transport> bound, ByteBuffer bytes, Drops.Reason kind, String reason) {
        Transport transport = bound.service;
        try {
            transport.malformed(owner.flow(), bytes.slice(), reason);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            report(bound, e);
        }
        owner.malformed(kind, reason);
    }

    private void fault(Slot.Bound<Transport> bound, Throwable cause) {
        report(bound, cause);
        owner.failed();
    }

    private void report(Slot.Bound<Transport> bound, Throwable cause) {
        if (bound.isFirstFault()) {
            LOG.error("The transport for {} failed; further faults of this version are only counted", owner.flow(), cause);
        }
    }
}
