package org.hotcut.net;

import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP or TLS connection. Opening (TLS: the handshake), judging (what the certificate of the peer proves, if it presented one), open (in the {@link FlowTable}), closing (what waits is written, what comes is
 * thrown away), gone. All on its loop, but for {@link #send}, {@link #close} and what can be asked.
 */
final class Connection implements Framing.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long CLOSING_MILLIS = 2000;
    private static final long LEFT_BEHIND_MILLIS = 10_000;
    private static final long MUCH_UNSENT = 64 << 10;

    private enum State { OPENING, JUDGING, OPEN, CLOSING, GONE }

    private final Shared shared;
    private Origin origin;
    private Guest guest;
    private final SocketChannel channel;
    private final SslHandler tls;
    private TransportSlot slot;
    private Framing framing;
    private final Outbox outbox;
    private final long bornAt = System.currentTimeMillis();
    private final Patience patience = new Patience();

    private volatile State state = State.OPENING;
    private volatile Flow flow;
    private volatile boolean waiting;
    /** How many want that nothing is read. Written on the loop. */
    private volatile int held;
    private volatile long bytesIn;
    private volatile String givenUp;
    /** Nothing more is read until the next tick. On the loop. */
    private boolean slowed;
    /** Null when the peer presented no certificate. */
    private volatile Papers papers;
    private Loop loop;
    private boolean peerLeft;

    Connection(Shared shared, Origin origin, SocketChannel channel, SslHandler tls) {
        this.shared = shared;
        this.channel = channel;
        this.tls = tls;
        take(origin);
        this.outbox = new Outbox(channel, tls, shared.drops());
    }

    private void take(Origin known) {
        origin = known;
        guest = new Guest(shared.gate(), known);
        slot = shared.transports().slot(known.speaks());
        framing = new Framing(this, slot, shared.parking(), shared.incomplete());
    }

    // --- asked by others, on any thread ---

    @Override
    public Flow flow() {
        return flow;
    }

    Origin origin() {
        return origin;
    }

    Loop loop() {
        return loop;
    }

    /** Returns why we have given the peer up, or null. */
    String givenUp() {
        return givenUp;
    }

    boolean isOpen() {
        return state == State.OPEN && channel.isActive();
    }

    /** Returns what the peer's certificate proves, or null when it presented none. */
    Verdict verdict() {
        Papers presented = papers;
        return presented == null ? null : presented.verdict();
    }

    FlowInfo info() {
        return new FlowInfo(flow, origin.outgoing(), bornAt, bytesIn, outbox.bytes(), PeerCertificates.security(tls), PeerCertificates.chain(tls),
            waiting || held > 0);
    }

    /** Queues a message. Returns false when the connection is closing or a megabyte waits for the peer to read. */
    boolean send(byte[] message) {
        return state == State.OPEN && outbox.send(loop, message);
    }

    /** Stops the reading, or takes back that it was stopped; counted. */
    void pause(boolean stop) {
        loop.run(() -> {
            if (state != State.OPEN) {
                return;
            }
            held = Math.max(0, held + (stop ? 1 : -1));
            if (held == 0) {
                patience.resumed(loop.now());
            }
            readOrNot();
        });
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
        if (state == State.OPENING || state == State.JUDGING) {
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
        giveUp(Drops.Reason.SILENT, "sent nothing by which the protocol can be told within " + seconds + " s");
    }

    /** The TLS handshake has ended; the cause is null when well. */
    void handshaken(Throwable cause) {
        if (state != State.OPENING) {
            return;
        }
        if (cause == null && PeerCertificates.chain(tls).isEmpty()) {
            opened();
            return;
        }
        if (cause == null) {
            state = State.JUDGING;
            channel.config().setAutoRead(false);
            papers = new Papers(shared.judges(), origin, tls, loop.now());
            judgeWhenDue();
            return;
        }
        if (origin.outgoing() || cause instanceof ClosedChannelException) {
            shared.drops().count(Drops.Reason.TLS_FAILED);
            guest.offended(Drops.Reason.TLS_FAILED);
        } else {
            complain(Drops.Reason.TLS_FAILED, "TLS handshake failed: " + Faults.reason(cause));
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

    // --- who is it? ---

    /** Asks for a verdict when there is none, or when there may be another by now. On its loop. */
    void judgeWhenDue() {
        if (papers == null || state != State.JUDGING && state != State.OPEN || !papers.isDue(loop.now())) {
            return;
        }
        if (papers.isTooLong()) {
            giveUp(Drops.Reason.CERTIFICATE_REFUSED, "the certificates it presents are too long");
        } else if (!papers.ask(loop, this::judged)) {
            giveUp(Drops.Reason.UNJUDGED, "too many certificates wait to be judged");
        }
    }

    private void judged(Verdict verdict) {
        if (verdict == null || state != State.JUDGING && state != State.OPEN) {
            return;
        }
        if (verdict.refusal() != null) {
            giveUp(Drops.Reason.CERTIFICATE_REFUSED, "certificate refused: " + verdict.refusal());
            return;
        }
        if (!papers.keep(verdict)) {
            close("its certificate does not prove any more what it did");
            return;
        }
        if (state == State.JUDGING) {
            open(verdict);
        }
    }

    private void open(Verdict verdict) {
        opened();
        if (!verdict.identities().isEmpty()) {
            guest.identified();
        }
        if (!waiting) {
            frame(framing::resume);
        }
        if (state == State.OPEN) {
            readOrNot();
        }
    }

    // --- reading ---

    /** Takes what was read, without keeping the buffer. */
    void read(ByteBuf bytes) {
        if (state == State.JUDGING && !framing.park(bytes.nioBuffer())) {
            giveUp(Drops.Reason.PARKING_FULL, "sent more than can be kept while its certificate is judged");
        }
        if (state != State.OPEN) {
            return;
        }
        Admission admission = guest.admission();
        if (admission == Admission.REFUSED) {
            ban();
            return;
        }
        bytesIn += bytes.readableBytes();
        patience.heard(loop.now());
        if (!waiting) {
            frame(() -> framing.feed(bytes.nioBuffer()));
        } else if (!framing.park(bytes.nioBuffer())) {
            giveUp(Drops.Reason.PARKING_FULL, "sent more than can be kept while no transport is there");
        }
        if (admission == Admission.SLOWED && state == State.OPEN) {
            slowed = true;
            readOrNot();
        }
    }

    private void ban() {
        shared.drops().count(Drops.Reason.SOURCE_REFUSED);
        LOG.debug("{} is closed: it is banned", origin.remote());
        drop();
    }

    private void readOrNot() {
        channel.config().setAutoRead(!waiting && held == 0 && !slowed);
    }

    private void frame(Runnable step) {
        long before = framing.messages();
        step.run();
        patience.framed(framing.messages() != before, framing.waiting(), loop.now());
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
        patience.resumed(loop.now());
        frame(framing::resume);
        if (waiting) {
            return true;
        }
        if (peerLeft) {
            gone();
            return false;
        }
        readOrNot();
        return true;
    }

    @Override
    public void malformed(Drops.Reason kind, String reason) {
        complain(kind, "connection is closed: " + reason);
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
        if (state == State.OPENING || state == State.JUDGING || state == State.OPEN) {
            look(now);
        }
        return false;
    }

    private void look(long now) {
        if (guest.admission() == Admission.REFUSED) {
            ban();
            return;
        }
        if (state == State.JUDGING && papers.isOverdue(now)) {
            giveUp(Drops.Reason.UNJUDGED, "nobody could judge its certificate in time");
            return;
        }
        judgeWhenDue();
        if (state == State.OPEN) {
            judge(now, origin.limits().get());
        }
        if (state == State.OPEN && slowed) {
            slowed = false;
            readOrNot();
        }
    }

    /** Returns how many bytes wait for the peer to read. On its loop. */
    long unsent() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /** Closes when the peer leaves much unread: others need the memory. */
    void relieve() {
        if (state == State.OPEN && unsent() > MUCH_UNSENT) {
            giveUp(Drops.Reason.PEER_DOES_NOT_READ, "does not read what it is sent, as too many others");
        }
    }

    private void judge(long now, Limits limits) {
        boolean owesFirst = !origin.outgoing() && framing.messages() == 0;
        boolean overstays = guest.overstays(patience.since(now), limits);
        Patience.Overdue overdue = channel.isWritable() ? waiting || held > 0 ? null : patience.overdue(now, limits, owesFirst, overstays) : patience.unwritable(now);
        if (overdue == null) {
            return;
        }
        if (overdue.words() != null) {
            giveUp(overdue.kind(), overdue.words());
            return;
        }
        shared.drops().count(overdue.kind());
        finish();
    }

    private void giveUp(Drops.Reason kind, String reason) {
        givenUp = reason;
        complain(kind, "connection is closed: " + reason);
        drop();
    }

    private void drop() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            shared.flows().forgetPeer(this);
        }
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
        outbox.end();
    }

    /** The connection was closed by either side. What it left for an absent transport is kept for a while. */
    void closed() {
        peerLeft = state == State.OPEN && waiting && framing.waiting() > 0;
        if (!peerLeft) {
            loop.connections.remove(this);
            gone();
        }
    }

    private void gone() {
        state = State.GONE;
        framing.clear();
        if (flow != null) {
            shared.flows().remove(this);
        }
    }

    /** The send queue has become full, or has room again. */
    void writable(boolean writable) {
        patience.writable(writable, loop.now());
    }

    void broken(Throwable cause) {
        LOG.debug("{} {}: {}", origin.protocol(), origin.remote(), cause.toString());
        channel.close();
    }

    private void complain(Drops.Reason kind, String reason) {
        shared.drops().count(kind);
        guest.offended(kind);
        shared.log().warn(Transports.name(origin.protocol()), origin.remote(), reason);
    }
}
