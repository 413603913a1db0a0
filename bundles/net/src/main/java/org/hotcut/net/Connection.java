package org.hotcut.net;

import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP or TLS connection. Opening (TLS: the handshake), open (in the {@link FlowTable}), closing (what waits is written, what comes is
 * thrown away), gone. All on its loop, but for {@link #send}, {@link #close} and what can be asked.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Flusher.Writer, Framing.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long CLOSING_MILLIS = 2000;
    private static final long LEFT_BEHIND_MILLIS = 10_000;
    private static final long UNREAD_BY_PEER_MILLIS = 30_000;

    private enum State { OPENING, OPEN, CLOSING, GONE }

    /**
     * What is known before a connection is up.
     *
     * @param endpoint listener's name for the flow
     * @param remote   the peer
     * @param peer     key by which it can be found for use by others, or null
     * @param limits   asked anew each time, since the admin may change them
     * @param opened   told, on the loop, when messages can be sent; null when nobody asks
     */
    record Origin(String endpoint, Protocol protocol, InetSocketAddress remote, boolean outgoing, FlowTable.Peer peer, Supplier<Limits> limits,
                  Consumer<Connection> opened) { }

    private final Shared shared;
    private final Origin origin;
    private final SocketChannel channel;
    private final SslHandler tls;
    private final TransportSlot slot;
    private final Framing framing;
    private final long bornAt = System.currentTimeMillis();
    private final AtomicLong bytesOut = new AtomicLong();

    private volatile State state = State.OPENING;
    private volatile Flow flow;
    private volatile boolean waiting;
    private volatile long bytesIn;
    private Loop loop;
    private boolean unflushed;
    private boolean peerLeft;
    private int parkedBytes;
    private final Patience patience = new Patience();

    Connection(Shared shared, Origin origin, SocketChannel channel, SslHandler tls) {
        this.shared = shared;
        this.origin = origin;
        this.channel = channel;
        this.tls = tls;
        this.slot = shared.transports().slot(origin.protocol());
        this.framing = new Framing(this, slot);
    }

    // --- asked by others, on any thread ---

    @Override
    public Flow flow() {
        return flow;
    }

    FlowTable.Peer peer() {
        return origin.peer();
    }

    Protocol protocol() {
        return origin.protocol();
    }

    String endpoint() {
        return origin.endpoint();
    }

    Loop loop() {
        return loop;
    }

    boolean isOpen() {
        return state == State.OPEN && channel.isActive();
    }

    FlowInfo info() {
        return new FlowInfo(flow, origin.outgoing(), bornAt, bytesIn, bytesOut.get(), PeerCertificates.security(tls), PeerCertificates.chain(tls), waiting);
    }

    /** Queues a message. Returns false when the connection is closing or a megabyte waits for the peer to read. */
    boolean send(byte[] message) {
        if (state != State.OPEN) {
            return false;
        }
        if (!channel.isWritable()) {
            shared.drops().count(Drops.Reason.SEND_QUEUE_FULL);
            return false;
        }
        bytesOut.addAndGet(message.length);
        ByteBuf bytes = Unpooled.wrappedBuffer(message);
        if (!loop.isHere()) {
            channel.writeAndFlush(bytes, channel.voidPromise());
            return true;
        }
        channel.write(bytes, channel.voidPromise());
        loop.flusher.add(this);
        return true;
    }

    /** Closes after what was sent so far has been written. */
    void close(String reason) {
        loop.run(() -> {
            if (state == State.OPEN) {
                LOG.info("{} is closed: {}", flow, reason);
                finish();
            }
        });
    }

    /** Closes, in whatever state it is, because its listener is no more. On its loop. */
    void retire() {
        if (state == State.OPENING) {
            channel.close();
            return;
        }
        finish();
    }

    /** Closes at once. */
    void abort() {
        channel.close();
    }

    // --- opening ---

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        loop = LoopThread.here();
        loop.connections.add(this);
        patience.began(loop.now());
        super.channelActive(context);
        if (tls == null) {
            opened();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake) || state != State.OPENING) {
            return;
        }
        if (handshake.isSuccess()) {
            opened();
            return;
        }
        shared.drops().count(Drops.Reason.TLS_FAILED);
        if (!origin.outgoing() && !(handshake.cause() instanceof ClosedChannelException)) {
            shared.log().warn(name(), origin.remote(), "TLS handshake failed: " + Faults.reason(handshake.cause()));
        }
    }

    private void opened() {
        flow = new Flow(shared.flows().nextId(), origin.endpoint(), origin.protocol(), Addresses.plain(channel.localAddress()), origin.remote());
        state = State.OPEN;
        patience.began(loop.now());
        shared.flows().add(this);
        if (slot.current() == null) {
            waitForTransport();
        }
        if (origin.opened() != null) {
            origin.opened().accept(this);
        }
    }

    // --- reading ---

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (state == State.OPEN) {
                read(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void read(ByteBuf bytes) {
        bytesIn += bytes.readableBytes();
        patience.heard(loop.now());
        if (waiting) {
            park(bytes);
            return;
        }
        long before = framing.messages();
        framing.feed(bytes.nioBuffer());
        patience.framed(framing.messages() != before, framing.waiting(), loop.now());
    }

    /** Takes what comes although reading has stopped: the rest of a burst, or of a stream that the peer has ended. */
    private void park(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (!shared.parking().take(size)) {
            giveUp(Drops.Reason.PARKING_FULL, "sent more than can be kept while no transport is there");
            return;
        }
        parkedBytes += size;
        framing.keep(bytes.nioBuffer());
    }

    private void unpark() {
        shared.parking().give(parkedBytes);
        parkedBytes = 0;
    }

    @Override
    public int maxMessage() {
        return origin.limits().get().maxMessage();
    }

    @Override
    public boolean isClosing() {
        return state != State.OPEN;
    }

    @Override
    public void waitForTransport() {
        waiting = true;
        channel.config().setAutoRead(false);
    }

    /** Stops reading when its protocol has no transport. */
    void park() {
        if (state == State.OPEN && slot.current() == null) {
            waitForTransport();
        }
    }

    /** Goes on when its protocol has a transport again: first with what is kept, then with what comes. Returns false when it is gone after that. */
    boolean resume() {
        if (!waiting || slot.current() == null) {
            return true;
        }
        waiting = false;
        unpark();
        patience.resumed(loop.now());
        long before = framing.messages();
        framing.resume();
        patience.framed(framing.messages() != before, framing.waiting(), loop.now());
        if (waiting) {
            return true;
        }
        if (peerLeft) {
            gone();
            return false;
        }
        channel.config().setAutoRead(true);
        return true;
    }

    @Override
    public void malformed(Drops.Reason kind, String reason) {
        shared.drops().count(kind);
        shared.log().warn(name(), origin.remote(), "connection is closed: " + reason);
        finish();
    }

    @Override
    public void failed() {
        shared.drops().count(Drops.Reason.TRANSPORT_FAILED);
        finish();
    }

    // --- time and the end ---

    /** Called about once a second. Returns whether nothing of this connection is left. */
    boolean tick(long now) {
        if (peerLeft) {
            if (now - patience.lastHeard() > LEFT_BEHIND_MILLIS) {
                gone();
            }
            return state == State.GONE;
        }
        if (state == State.CLOSING && now - patience.closingSince() >= CLOSING_MILLIS) {
            channel.close();
        }
        if (state == State.OPEN) {
            judge(now, origin.limits().get());
        }
        return false;
    }

    private void judge(long now, Limits limits) {
        if (!channel.isWritable() && patience.unwritableFor(now) > UNREAD_BY_PEER_MILLIS) {
            giveUp(Drops.Reason.PEER_DOES_NOT_READ, "does not read what it is sent");
            return;
        }
        if (waiting) {
            return;
        }
        if (!origin.outgoing() && framing.messages() == 0 && now - patience.beganAt() > limits.firstMessageMillis()) {
            giveUp(Drops.Reason.SILENT, "sent no whole message within " + limits.firstMessageMillis() / 1000 + " s");
        } else if (framing.waiting() > 0 && now - patience.incompleteSince() > limits.incompleteMillis()) {
            giveUp(Drops.Reason.INCOMPLETE, "left a message incomplete for " + limits.incompleteMillis() / 1000 + " s");
        } else if (limits.idleMillis() > 0 && now - patience.lastHeard() > limits.idleMillis()) {
            LOG.debug("{} is closed: idle", flow);
            shared.drops().count(Drops.Reason.IDLE);
            finish();
        }
    }

    private void giveUp(Drops.Reason kind, String reason) {
        shared.drops().count(kind);
        shared.log().warn(name(), origin.remote(), "connection is closed: " + reason);
        state = State.CLOSING;
        shared.flows().forgetPeer(this);
        channel.close();
    }

    /**
     * Writes what waits, then ends our side; what the peer still sends is read and thrown away for a while, since closing on unread bytes
     * would make the kernel send a reset, and that takes the last answer from the peer (RFC 1122 section 4.2.2.13).
     */
    private void finish() {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        patience.closing(loop.now());
        shared.flows().forgetPeer(this);
        waiting = false;
        channel.config().setAutoRead(true);
        if (tls != null) {
            channel.flush();
            tls.closeOutbound();
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.shutdownOutput());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        peerLeft = waiting && framing.waiting() > 0;
        if (!peerLeft) {
            loop.connections.remove(this);
            gone();
        }
    }

    private void gone() {
        state = State.GONE;
        unpark();
        if (flow != null) {
            shared.flows().remove(this);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        patience.writable(channel.isWritable(), loop.now());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{} {}: {}", name(), origin.remote(), cause.toString());
        channel.close();
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public boolean markUnflushed(boolean mark) {
        boolean before = unflushed;
        unflushed = mark;
        return before;
    }

    private String name() {
        return Transports.name(origin.protocol());
    }
}
