package org.hotcut.turn.relay.port;

import java.util.concurrent.atomic.AtomicBoolean;

import org.hotcut.core.api.net.PacketSocket;

/** A port with its socket. Safe for any thread. */
public final class Lease implements AutoCloseable {
    private final PacketSocket socket;
    private final byte[] reservation;
    private final Runnable free;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes a socket that is open.
     *
     * @param free gives the port back
     */
    Lease(PacketSocket socket, byte[] reservation, Runnable free) {
        this.socket = socket;
        this.reservation = reservation;
        this.free = free;
    }

    /** Returns the socket. */
    public PacketSocket socket() {
        return socket;
    }

    /** Returns the RESERVATION-TOKEN by which the next higher port can be had within 30 seconds, or null. */
    public byte[] reservation() {
        return reservation;
    }

    /** Closes the socket and gives the port back. Again: nothing happens. What was reserved stays so. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            socket.close();
            free.run();
        }
    }
}
