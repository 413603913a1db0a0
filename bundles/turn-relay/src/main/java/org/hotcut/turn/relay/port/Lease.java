package org.hotcut.turn.relay.port;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.StreamDoor;

/** A port with its socket, for datagrams or for connections. Safe for any thread. */
public final class Lease implements AutoCloseable {
    private final InetSocketAddress local;
    private final PacketSocket socket;
    private final StreamDoor door;
    private final byte[] reservation;
    private final Runnable free;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes a socket for datagrams.
     *
     * @param free gives the port back
     */
    Lease(PacketSocket socket, byte[] reservation, Runnable free) {
        this.local = socket.local();
        this.socket = socket;
        this.door = null;
        this.reservation = reservation;
        this.free = free;
    }

    /**
     * Takes one for connections.
     *
     * @param free gives the port back
     */
    Lease(StreamDoor door, Runnable free) {
        this.local = door.local();
        this.socket = null;
        this.door = door;
        this.reservation = null;
        this.free = free;
    }

    /** Returns the address and port bound. */
    public InetSocketAddress local() {
        return local;
    }

    /** Returns the socket for datagrams, or null when it is for connections. */
    public PacketSocket socket() {
        return socket;
    }

    /** Returns where connections are taken and leave from, or null when it is for datagrams. */
    public StreamDoor door() {
        return door;
    }

    /** Returns the RESERVATION-TOKEN by which the next higher port can be had within 30 seconds, or null. */
    public byte[] reservation() {
        return reservation;
    }

    /** Closes the socket and gives the port back. Again: nothing happens. What was reserved, and connections, stay. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (socket != null) {
            socket.close();
        } else {
            door.close();
        }
        free.run();
    }
}
