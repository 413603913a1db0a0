package org.hotcut.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.core.api.net.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one TCP or TLS connection, from one {@link State} to the next. Its {@link Handshake} says who is there, its {@link Intake} takes what comes, its
 * {@link Outbox} sends, its {@link Watch} looks at the clock, its {@link Ending} closes it. All on its loop, but for {@link #send}, {@link #close} and what can be asked.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    enum State {
        /** TLS: the handshake. */
        OPENING,
        /** The certificate of the peer is being looked at. */
        JUDGING,
        /** In the {@link FlowTable}. */
        OPEN,
        /** No message can be made any more of what comes, but those before have yet to be answered: what comes is thrown away. */
        ANSWERING,
        /** What waits is written, what comes is thrown away. */
        CLOSING,
        GONE
    }

    private final Shared shared;
    private final SocketChannel channel;
    private final SslHandler tls;
    private final Patience patience = new Patience();
    private final Intake intake;
    private final Outbox outbox;
    private final Watch watch;
    private final Ending ending;
    /** Null without TLS. */
    private final Handshake handshake;
    private final long bornAt = System.currentTimeMillis();

    private Origin origin;
    private Guest guest;
    private volatile State state = State.OPENING;
    private volatile Flow flow;
    private Loop loop;
    /** Null while messages are made of what comes. */
    private PeerStream peer;

    Connection(Shared shared, Origin origin, SocketChannel channel, SslHandler tls) {
        this.shared = shared;
        this.channel = channel;
        this.tls = tls;
        intake = new Intake(this, shared, channel, patience);
        outbox = new Outbox(channel, tls, shared.drops());
        watch = new Watch(this, channel, intake, patience, shared.drops());
        ending = new Ending(this, shared, channel, patience, intake, outbox);
        handshake = tls == null ? null : new Handshake(this, shared, tls, intake);
        take(origin);
    }

    private void take(Origin known) {
        origin = known;
        guest = new Guest(shared.gate(), known);
        intake.speaks(known.speaks());
    }

    // --- asked by others, on any thread ---

    Flow flow() {
        return flow;
    }

    Origin origin() {
        return origin;
    }

    Loop loop() {
        return loop;
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state == State.OPEN && channel.isActive();
    }

    boolean isJudgingOrOpen() {
        return state == State.JUDGING || state == State.OPEN;
    }

    boolean canSend() {
        return state == State.OPEN || state == State.ANSWERING;
    }

    /** Returns what the peer's certificate proves, or null when it presented none. */
    Verdict verdict() {
        return handshake == null ? null : handshake.verdict();
    }

    FlowInfo info() {
        return new FlowInfo(flow, origin.outgoing(), bornAt, intake.bytes(), outbox.bytes(), PeerCertificates.security(tls), PeerCertificates.chain(tls),
            intake.isStopped());
    }

    /** Queues a message. Returns false when the connection is closing or a megabyte waits for the peer to read. */
    boolean send(byte[] message) {
        return canSend() && outbox.send(loop, message);
    }

    /** Stops the reading, or takes back that it was stopped; counted. */
    void pause(boolean stop) {
        loop.run(() -> {
            if (state == State.OPEN) {
                intake.pause(stop);
            }
        });
    }

    /** Closes after what was sent so far has been written. */
    void close(String reason) {
        loop.run(() -> {
            if (canSend()) {
                LOG.info("{} is closed: {}", flow, reason);
                ending.finish();
            }
        });
    }

    /** Closes at once. */
    void abort() {
        channel.close();
    }

    // --- its parts ask and tell, on its loop ---

    Guest guest() {
        return guest;
    }

    Watch watch() {
        return watch;
    }

    Ending ending() {
        return ending;
    }

    void enter(State next) {
        state = next;
    }

    Handshake handshake() {
        return handshake;
    }

    void count(Drops.Reason kind) {
        shared.drops().count(kind);
        guest.offended(kind);
    }

    void complain(Drops.Reason kind, String reason) {
        count(kind);
        shared.log().warn(Transports.name(origin.protocol()), origin.remote(), reason);
    }

    // --- opening ---

    /** The TCP connection is up. */
    void connected() {
        loop = LoopThread.here();
        loop.connections.add(this);
        patience.began(loop.now());
        if (tls == null) {
            opened();
        }
    }

    /** The port is shared, and this is what is spoken here. Before {@link #handshaken}. */
    void speaks(String transport) {
        take(origin.speaking(transport));
    }

    /** The port is shared, and the peer does not say what is spoken here. */
    void undecided(long seconds) {
        ending.giveUp(Drops.Reason.SILENT, "sent nothing by which the protocol can be told within " + seconds + " s");
    }

    /** The TLS handshake has ended; the cause is null when well. */
    void handshaken(Throwable cause) {
        if (state == State.OPENING) {
            handshake.ended(cause);
        }
    }

    /** Asks what the certificate proves, if nobody has said, or it may have changed. */
    void judgeWhenDue() {
        if (handshake != null) {
            handshake.judgeWhenDue();
        }
    }

    /** Messages can be sent, and are taken. */
    void opened() {
        flow = new Flow(shared.flows().nextId(), origin.endpoint(), origin.protocol(), Addresses.plain(channel.localAddress()), origin.remote());
        state = State.OPEN;
        patience.began(loop.now());
        shared.flows().add(this);
        intake.parkWithoutTransport();
        if (origin.opened() != null) {
            origin.opened().accept(this);
        }
    }

    // --- reading ---

    /** Takes what was read, without keeping the buffer. */
    void read(ByteBuf bytes) {
        if (state == State.JUDGING && !intake.park(bytes)) {
            ending.giveUp(Drops.Reason.PARKING_FULL, "sent more than can be kept while its certificate is judged");
        }
        if (state != State.OPEN) {
            return;
        }
        Admission admission = guest.admission();
        if (admission == Admission.REFUSED) {
            ending.ban();
            return;
        }
        if (peer != null) {
            intake.pass(bytes.readableBytes());
            peer.write(bytes, this);
            return;
        }
        intake.take(bytes);
        if (admission == Admission.SLOWED && state == State.OPEN) {
            intake.slow();
        }
    }

    /** Stops reading when its protocol has no transport. */
    void park() {
        if (state == State.OPEN && peer == null) {
            intake.parkWithoutTransport();
        }
    }

    /** From now on what comes is for a peer of the client's; first what no message was made of yet. Returns false when one of the two is no more, or joined already. */
    boolean join(PeerStream with, StreamBudget budget) {
        if (state != State.OPEN || peer != null || !with.take(this, budget)) {
            return false;
        }
        peer = with;
        channel.config().setWriteBufferWaterMark(Streams.MARK);
        byte[] rest = intake.rest();
        if (rest.length > 0) {
            with.write(Unpooled.wrappedBuffer(rest), this);
        }
        return true;
    }

    boolean isJoined() {
        return peer != null;
    }

    /** Writes what came of the peer, from its loop. Returns whether there is room for more. */
    boolean relay(ByteBuf bytes) {
        outbox.pass(bytes);
        return hasRoom();
    }

    boolean hasRoom() {
        return channel.isWritable();
    }

    /** Goes on when its protocol has a transport again: first with what is kept, then with what comes. Returns false when it is gone after that. */
    boolean resume() {
        if (!intake.hasTransportAgain()) {
            return true;
        }
        intake.resume();
        if (intake.isWaiting()) {
            return true;
        }
        if (ending.hasPeerLeft()) {
            ending.gone();
            return false;
        }
        if (state == State.OPEN) {
            intake.readOrNot();
        }
        return true;
    }

    // --- time and the end ---

    /** Called about once a second. Returns whether nothing of this connection is left. */
    boolean tick(long now) {
        if (!ending.hasPeerLeft()) {
            watch.look(now);
            return false;
        }
        if (watch.isForgotten(now)) {
            ending.gone();
        }
        return state == State.GONE;
    }

    /** The connection was closed by either side. */
    void closed() {
        if (peer != null) {
            peer.close();
        }
        ending.closed();
    }

    /** The send queue has become full, or has room again. */
    void writable(boolean writable) {
        patience.writable(writable, loop.now());
        if (writable && peer != null) {
            peer.start();
        }
    }

    void broken(Throwable cause) {
        LOG.debug("{} {}: {}", origin.protocol(), Addresses.text(origin.remote()), cause.toString());
        channel.close();
    }
}
