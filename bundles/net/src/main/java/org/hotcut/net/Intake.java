package org.hotcut.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Transport;

/**
 * What comes by one connection: read, or left with the kernel for a while, and cut into messages by a {@link Framing}. On the connection's loop, but for what can be
 * asked.
 */
final class Intake implements Framing.Owner {
    private final Connection connection;
    private final Shared shared;
    private final SocketChannel channel;
    private final Patience patience;
    private Slot<Transport> slot;
    private Framing framing;

    /** Its protocol has no transport. */
    private volatile boolean waiting;
    /** How many want that nothing is read. Written on the loop. */
    private volatile int held;
    private volatile long bytes;
    /** Nothing more is read until the next tick. */
    private boolean slowed;

    Intake(Connection connection, Shared shared, SocketChannel channel, Patience patience) {
        this.connection = connection;
        this.shared = shared;
        this.channel = channel;
        this.patience = patience;
    }

    /** What comes is for this transport; nothing has come yet. */
    void speaks(String transport) {
        slot = shared.transports().slot(transport);
        framing = new Framing(this, slot, shared.parking(), shared.incomplete());
    }

    // --- asked by others, on any thread ---

    boolean isWaiting() {
        return waiting;
    }

    /** Returns whether nothing is read because of us. */
    boolean isStopped() {
        return waiting || held > 0;
    }

    /** Returns how many bytes came. */
    long bytes() {
        return bytes;
    }

    // --- reading ---

    /** Takes what was read, without keeping the buffer. */
    void take(ByteBuf read) {
        bytes += read.readableBytes();
        patience.heard(connection.loop().now());
        if (!waiting) {
            long before = framing.messages();
            framing.feed(read.nioBuffer());
            framed(before);
        } else if (!framing.park(read.nioBuffer())) {
            connection.ending().giveUp(Drops.Reason.PARKING_FULL, "sent more than can be kept while no transport is there");
        }
    }

    /** So many bytes were passed on. */
    void pass(int length) {
        bytes += length;
        patience.heard(connection.loop().now());
    }

    /** Returns what no message was made of yet, and forgets it: none will be made any more. */
    byte[] rest() {
        byte[] rest = framing.rest();
        patience.framed(false, 0, connection.loop().now());
        return rest;
    }

    /** Keeps what was read, without the buffer, for later. Returns false when there is no room. */
    boolean park(ByteBuf read) {
        return framing.park(read.nioBuffer());
    }

    /** Reads nothing more until the next tick. */
    void slow() {
        slowed = true;
        readOrNot();
    }

    void unslow() {
        if (slowed) {
            slowed = false;
            readOrNot();
        }
    }

    /** Stops the reading, or takes back that it was stopped; counted. */
    void pause(boolean stop) {
        held = Math.max(0, held + (stop ? 1 : -1));
        if (held == 0) {
            patience.resumed(connection.loop().now());
        }
        readOrNot();
    }

    void stop() {
        channel.config().setAutoRead(false);
    }

    void readOrNot() {
        channel.config().setAutoRead(!isStopped() && !slowed);
    }

    /** From now on what comes is thrown away. */
    void discard() {
        waiting = false;
        channel.config().setAutoRead(true);
    }

    /** Throws away what was kept. */
    void clear() {
        framing.clear();
    }

    /** Goes on with what was kept. */
    void resume() {
        long before = framing.messages();
        framing.resume();
        framed(before);
    }

    private void framed(long messagesBefore) {
        patience.framed(framing.messages() != messagesBefore, framing.waiting(), connection.loop().now());
    }

    /** Returns whether no message was whole yet. */
    boolean isWithoutMessage() {
        return framing.messages() == 0;
    }

    // --- a transport that is away ---

    /** Stops reading when the protocol has no transport. */
    void parkWithoutTransport() {
        if (slot.current() == null) {
            waitForTransport();
        }
    }

    /** Returns whether the transport that was waited for is there; it is not waited for any more. */
    boolean hasTransportAgain() {
        if (!waiting || slot.current() == null) {
            return false;
        }
        waiting = false;
        patience.resumed(connection.loop().now());
        return true;
    }

    /** Returns whether something is kept for a transport that is away. */
    boolean keepsSomething() {
        return waiting && framing.waiting() > 0;
    }

    // --- asked and told by the framing ---

    @Override
    public Flow flow() {
        return connection.flow();
    }

    @Override
    public int maxMessage() {
        return connection.origin().limits().get().maxMessage();
    }

    @Override
    public boolean isClosing() {
        return connection.state() != Connection.State.OPEN;
    }

    @Override
    public void waitForTransport() {
        waiting = true;
        stop();
    }

    @Override
    public void malformed(Drops.Reason kind, String reason) {
        connection.ending().malformed(kind, reason);
    }

    @Override
    public void failed() {
        shared.drops().count(Drops.Reason.TRANSPORT_FAILED);
        connection.ending().finish();
    }
}
