package org.hotcut.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/**
 * One DTLS client: the handshake in a thread of the pool, fed by the loop; then datagrams on the loop, as they come. Bouncy Castle reads and writes through it. Its lock is
 * held while that is at work: when the last flight is sent once more, another thread's data would be taken for a part of it.
 */
final class DtlsSession implements DatagramTransport {
    private static final int WAITING = 16;
    private static final int LONGEST_OF_HANDSHAKE = 2048;
    /** Fits into one packet of IPv6 wherever it goes. */
    private static final int LONGEST_SENT = 1232;
    private static final int LONGEST_CLEAR = 1 << 14;
    /** It never waits on the loop; what it has not looked at when a time is up would stand before the next datagram. */
    private static final int TILL_ALL_IS_READ = 0;
    private static final byte[] WAKE = {};

    /** Breaks a call off without harm. */
    private static final class Nothing extends InterruptedIOException {
        private static final long serialVersionUID = 1;

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    private final PacketChannel socket;
    private final InetSocketAddress remote;
    private volatile BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean over;
    /** Why the handshake is to end; null when it is not. */
    private volatile String brokenOff;
    private DTLSTransport line;
    private ByteBuffer current;
    /** The kernel did not take what was sent. */
    private boolean wasLost;
    /** On the loop. */
    private long heardAt;

    DtlsSession(PacketChannel socket, InetSocketAddress remote) {
        this.socket = socket;
        this.remote = remote;
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** Returns whether it was closed by either side, or broke. */
    boolean isOver() {
        return over;
    }

    // --- the handshake ---

    /** Shakes hands with a client who is where he says; takes seconds. */
    void shakeHands(DtlsServer server, DTLSRequest hello) throws IOException {
        DTLSTransport made = new DTLSServerProtocol().accept(server, this, hello);
        synchronized (this) {
            line = made;
        }
    }

    /** Ends the handshake soon, unless it is done by then. Any thread. */
    void breakOff(String reason) {
        brokenOff = reason;
        BlockingQueue<byte[]> queue = waiting;
        if (queue != null) {
            queue.offer(WAKE); // where there is no room for it, there is something else to wake up for
        }
    }

    /** Returns why we wanted the handshake to end; null when we did not. */
    String brokenOff() {
        return brokenOff;
    }

    /** Takes what comes while hands are shaken. On the loop. */
    void offer(ByteBuffer datagram) {
        BlockingQueue<byte[]> queue = waiting;
        if (queue == null || datagram.remaining() > LONGEST_OF_HANDSHAKE) {
            return;
        }
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(datagram.position(), bytes);
        if (DtlsRecords.isBearable(bytes)) {
            queue.offer(bytes); // of more than there is room for, the client repeats itself
        }
    }

    /** Begins to be read by {@link #take}; returns what came too early. On the loop. */
    List<byte[]> opened(long now) {
        List<byte[]> early = new ArrayList<>();
        waiting.drainTo(early);
        waiting = null;
        heardAt = now;
        return early;
    }

    // --- the session, on the loop ---

    long heardAt() {
        return heardAt;
    }

    /**
     * Decrypts a datagram.
     *
     * @param clear for what was in a record
     * @param taken told, for each, how much that is
     * @return false when it did not come from the client, or is a copy
     */
    boolean take(ByteBuffer datagram, byte[] clear, long now, IntConsumer taken) {
        int length = first(datagram, clear);
        boolean wasHis = length >= 0 || over;
        for (; length >= 0; length = next(clear)) {
            heardAt = now;
            taken.accept(length);
        }
        return wasHis;
    }

    private synchronized int first(ByteBuffer datagram, byte[] clear) {
        current = datagram;
        try {
            return line.receive(clear, 0, clear.length, TILL_ALL_IS_READ);
        } catch (InterruptedIOException e) {
            return -1; // nothing of use was in it
        } catch (IOException e) {
            over = true;
            return -1;
        } finally {
            current = null;
        }
    }

    private synchronized int next(byte[] clear) {
        try {
            return line.receivePending(clear, 0, clear.length);
        } catch (IOException e) {
            over = true;
            return -1;
        }
    }

    // --- any thread ---

    /** Encrypts and sends. Returns false when it did not go. */
    boolean transmit(ByteBuffer packet) {
        if (packet.remaining() > LONGEST_CLEAR) {
            socket.drop(Drops.Reason.DATAGRAM_TOO_LONG);
            return false;
        }
        if (!packet.hasRemaining()) {
            socket.drop(Drops.Reason.SEND_FAILED); // Bouncy Castle sends no empty record
            return false;
        }
        byte[] clear = new byte[packet.remaining()];
        packet.get(clear);
        synchronized (this) {
            if (over || line == null) {
                return false;
            }
            wasLost = false;
            try {
                line.send(clear, 0, clear.length);
                return !wasLost;
            } catch (IOException e) {
                over = true;
                return false;
            }
        }
    }

    /** Says good-bye, if anybody is there, and is over. */
    synchronized void end() {
        if (!over && line != null) {
            try {
                line.close();
            } catch (IOException e) {
                over = true; // as it was to be
            }
        }
        over = true;
    }

    /** Is over without a word: the client has begun anew. */
    void forget() {
        over = true;
    }

    // --- for Bouncy Castle ---

    @Override
    public int getReceiveLimit() {
        if (waiting != null) {
            return LONGEST_OF_HANDSHAKE;
        }
        return current == null ? 0 : current.remaining();
    }

    @Override
    public int receive(byte[] buffer, int from, int count, int millis) throws IOException {
        BlockingQueue<byte[]> queue = waiting;
        if (queue == null) {
            return read(buffer, from, count);
        }
        try {
            byte[] datagram = brokenOff != null ? null : queue.poll(millis, TimeUnit.MILLISECONDS);
            String reason = brokenOff;
            if (reason != null) {
                throw new IOException(reason);
            }
            if (datagram == null) {
                return -1;
            }
            int length = Math.min(count, datagram.length);
            System.arraycopy(datagram, 0, buffer, from, length);
            return length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private int read(byte[] buffer, int from, int count) throws IOException {
        if (current == null || !current.hasRemaining()) {
            throw new Nothing();
        }
        int length = Math.min(count, current.remaining());
        current.get(buffer, from, length);
        current = null;
        return length;
    }

    @Override
    public int getSendLimit() {
        return LONGEST_SENT;
    }

    @Override
    public void send(byte[] buffer, int from, int count) {
        // as if on its way: an exception amid the last flight, when that is sent once more, would leave the writing at the epoch that is not encrypted
        if (!socket.send(ByteBuffer.wrap(buffer, from, count), remote)) {
            wasLost = true;
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
