package org.hotcut.net;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DatagramSender;
import org.bouncycastle.tls.TlsTimeoutException;
import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;

/**
 * DTLS at one socket of a listener (RFC 7350, RFC 6347): tells clients apart by address, lets nobody cost memory who has not shown by a cookie that he is there, and passes on
 * what was decrypted as if it had come to a socket of its own. On the loop, but for {@link #send}.
 */
final class DtlsFront implements PacketSocket {
    /** When the configuration says nothing: as long as an allocation lasts (RFC 8656 section 3.2). */
    private static final long IDLE_MILLIS = 600_000;

    private final FrontSocket socket;
    private final PacketListener listener;
    private final Shared shared;
    private final DtlsCookies cookies;
    /** Written on the loop. */
    private final Map<InetSocketAddress, DtlsSession> sessions = new ConcurrentHashMap<>();
    /** Whose hands are being shaken; he may have a session of before. */
    private final Map<InetSocketAddress, DtlsSession> openings = new HashMap<>();
    private final byte[] clear = new byte[1 << 14];
    private PacketHandler introduced;
    private boolean closed;

    DtlsFront(FrontSocket socket, PacketListener listener, Shared shared) {
        this.socket = socket;
        this.listener = listener;
        this.shared = shared;
        cookies = shared.dtls().cookies(socket.home()::now);
    }

    /** Returns whether this is for us. */
    boolean takes(ByteBuffer packet) {
        return listener.settings().dtls() && DtlsRecords.isDtls(packet);
    }

    /** Takes a datagram, which is in the loop's buffer. */
    void packet(ByteBuffer packet, InetSocketAddress from, PacketHandler handler) {
        if (!DtlsRecords.areOfKnownVersions(packet)) {
            socket.drop(Drops.Reason.MALFORMED);
            return;
        }
        boolean greets = DtlsRecords.isClientHello(packet);
        DtlsSession session = sessions.get(from);
        if (session != null && !greets && take(session, packet.duplicate(), handler)) {
            return;
        }
        DtlsSession opening = openings.get(from);
        if (opening != null) {
            opening.offer(packet);
        } else if (greets) {
            greet(packet, from);
        } else {
            socket.drop(Drops.Reason.NO_SESSION);
        }
    }

    private boolean take(DtlsSession session, ByteBuffer packet, PacketHandler handler) {
        boolean taken = session.take(packet, clear, socket.home().now(), length -> deliver(length, session.remote(), handler));
        if (session.isOver()) {
            remove(session);
        }
        return taken;
    }

    private void deliver(int length, InetSocketAddress from, PacketHandler handler) {
        if (length > 0 && handler != null && socket.isAdmitted(Protocol.DTLS, clear[0], from)) {
            if (introduced != handler) {
                introduced = handler;
                socket.introduce(handler, this);
            }
            socket.deliver(handler, this, clear, length, from);
        }
    }

    // --- coming ---

    private void greet(ByteBuffer packet, InetSocketAddress from) {
        if (!shared.dtls().isReady()) {
            socket.drop(Drops.Reason.NO_SESSION);
            return;
        }
        if (shared.gate().admit(Protocol.DTLS, from) == Admission.REFUSED) {
            socket.drop(Drops.Reason.SOURCE_REFUSED);
            return;
        }
        byte[] hello = new byte[packet.remaining()];
        packet.get(packet.position(), hello);
        DTLSRequest request = cookies.check(named(from), hello, to(from));
        if (request != null) {
            open(from, request);
        }
    }

    private static byte[] named(InetSocketAddress from) {
        byte[] address = from.getAddress().getAddress();
        return ByteBuffer.allocate(address.length + Short.BYTES).put(address).putShort((short) from.getPort()).array();
    }

    private DatagramSender to(InetSocketAddress client) {
        return new DatagramSender() {
            @Override
            public int getSendLimit() {
                return Integer.MAX_VALUE;
            }

            @Override
            public void send(byte[] bytes, int from, int count) {
                socket.send(ByteBuffer.wrap(bytes, from, count), client);
            }
        };
    }

    private void open(InetSocketAddress from, DTLSRequest request) {
        InetAddress source = Addresses.source(Addresses.plain(from).getAddress());
        Drops.Reason tooMany = listener.sessions().add(source, listener.settings().limits());
        if (tooMany != null) {
            refuse(from, tooMany, "sessions");
            return;
        }
        DtlsSession session = new DtlsSession(socket, from);
        tooMany = shared.dtls().places().begin(new DtlsOpening(source, session, request, shared.dtls(), fault -> ended(session, fault)));
        if (tooMany != null) {
            listener.sessions().remove(source);
            refuse(from, tooMany, "handshakes");
            return;
        }
        openings.put(from, session);
    }

    private void refuse(InetSocketAddress from, Drops.Reason tooMany, String what) {
        socket.drop(tooMany);
        shared.log().warn("dtls", Addresses.plain(from), "refused by listener " + endpoint() + ": too many " + what
            + (tooMany == Drops.Reason.TOO_MANY_OF_SOURCE ? " from there" : ""));
    }

    /** In any thread. */
    private void ended(DtlsSession session, Throwable fault) {
        try {
            socket.home().run(() -> shaken(session, fault));
        } catch (RejectedExecutionException e) {
            session.forget(); // all is over
        }
    }

    private void shaken(DtlsSession session, Throwable fault) {
        openings.remove(session.remote(), session);
        if (fault != null || closed) {
            session.end();
            leave(session);
            if (!closed) {
                failed(session, fault);
            }
            return;
        }
        DtlsSession before = sessions.put(session.remote(), session);
        if (before != null) {
            before.forget();
            ended(before);
        }
        List<byte[]> early = session.opened(socket.home().now());
        early.forEach(datagram -> take(session, ByteBuffer.wrap(datagram), socket.handler()));
    }

    private void failed(DtlsSession session, Throwable cause) {
        InetSocketAddress from = session.remote();
        String ours = session.brokenOff();
        socket.drop(ours != null ? Drops.Reason.HANDSHAKE_CROWDED_OUT : Drops.Reason.TLS_FAILED);
        if (ours == null && !(cause instanceof TlsTimeoutException)) {
            shared.gate().report(Protocol.DTLS, from, Offence.HANDSHAKE);
        }
        shared.log().warn("dtls", Addresses.plain(from), "handshake failed: " + (ours != null ? ours : reason(cause)));
    }

    private static String reason(Throwable cause) {
        return cause instanceof EOFException ? "what it sent ends too early" : Faults.reason(cause);
    }

    // --- leaving ---

    /** Ends those who are silent. */
    void tick() {
        long now = socket.home().now();
        boolean wanted = listener.settings().dtls();
        long configured = listener.settings().limits().idleMillis();
        long patience = configured > 0 ? configured : IDLE_MILLIS;
        for (DtlsSession session : sessions.values()) {
            if (!wanted || now - session.heardAt() >= patience) {
                session.end();
            }
            if (session.isOver()) {
                remove(session);
            }
        }
    }

    /** Ends all; the socket is about to close. */
    void shut() {
        closed = true;
        openings.values().forEach(session -> session.breakOff("its listener is closed"));
        for (DtlsSession session : sessions.values()) {
            session.end();
            remove(session);
        }
    }

    private void remove(DtlsSession session) {
        if (sessions.remove(session.remote(), session)) {
            ended(session);
        }
    }

    private void ended(DtlsSession session) {
        leave(session);
        PacketHandler handler = socket.handler();
        if (handler != null) {
            socket.takeLeave(handler, this, session.remote());
        }
    }

    private void leave(DtlsSession session) {
        listener.sessions().remove(Addresses.source(Addresses.plain(session.remote()).getAddress()));
    }

    // --- what is seen of it ---

    @Override
    public InetSocketAddress local() {
        return socket.local();
    }

    @Override
    public int loop() {
        return socket.loop();
    }

    @Override
    public String endpoint() {
        return socket.endpoint();
    }

    @Override
    public Protocol protocol() {
        return Protocol.DTLS;
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress to) {
        DtlsSession session = sessions.get(to);
        if (session == null) {
            socket.drop(Drops.Reason.NO_SESSION);
            return false;
        }
        return session.transmit(packet);
    }

    /** It is the listener's: nothing happens. */
    @Override
    public void close() {
        // see PacketSocket
    }
}
