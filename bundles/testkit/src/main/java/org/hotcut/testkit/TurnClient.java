package org.hotcut.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import org.hotcut.stun.ChannelData;
import org.hotcut.stun.FirstByte;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;

/**
 * A TURN client (RFC 8656) on a real socket; blocking, for one thread. Requests are repeated over UDP, challenges answered once {@link #login} was called, and every
 * success must bear the server's proof. Methods that return what was got throw {@link AssertionError} with the error code when it was refused; to look at a refusal use
 * {@link #request}. What comes from peers while an answer is awaited is kept for {@link #receive}.
 */
public final class TurnClient implements AutoCloseable {
    /** REQUESTED-TRANSPORT UDP. */
    public static final int UDP = 17;
    /** REQUESTED-TRANSPORT TCP. */
    public static final int TCP = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FIRST_REPEAT = Duration.ofSeconds(1).toNanos();

    /**
     * What a peer sent.
     *
     * @param peer    who; null when it came on a channel
     * @param channel on which it came; 0 for a Data indication
     */
    public record Packet(InetSocketAddress peer, int channel, byte[] data) { }

    private final TurnWire wire;
    private final Deque<Packet> packets = new ArrayDeque<>();
    private final Deque<byte[]> attempts = new ArrayDeque<>();
    private TurnLogin login;
    private StunMessage allocated;

    /** Speaks over this. */
    public TurnClient(TurnWire wire) {
        this.wire = wire;
    }

    /** Opens a UDP socket towards a server. */
    public static TurnClient udp(InetSocketAddress server) throws IOException {
        return new TurnClient(TurnWire.udp(server, null));
    }

    /** Connects over TCP. */
    public static TurnClient tcp(InetSocketAddress server) throws IOException {
        return new TurnClient(TurnWire.tcp(server, null));
    }

    /** Connects over TLS, as {@link TurnWire#tls}. */
    public static TurnClient tls(InetSocketAddress server, SSLContext context, String serverName) throws IOException {
        return new TurnClient(TurnWire.tls(server, context, serverName));
    }

    /** Proves from now on who we are, as a client of RFC 5389 does. */
    public TurnClient login(String user, String password) {
        return login(new TurnLogin(TurnLogin.Kind.RFC5389, user, password));
    }

    /** Proves from now on who we are; what another client was challenged with holds for this one as well. Null for not at all. */
    public TurnClient login(TurnLogin credentials) {
        login = credentials;
        return this;
    }

    /** Returns the credentials; null when there are none. */
    public TurnLogin login() {
        return login;
    }

    /** Returns what carries the messages, for whatever this class does not do. */
    public TurnWire wire() {
        return wire;
    }

    /** Returns our address, before any NAT. */
    public InetSocketAddress local() {
        return wire.local();
    }

    /** Returns our address as the server sees it (Binding). */
    public InetSocketAddress binding() throws IOException {
        return ok(exchange(begin(Stun.BINDING).bytes())).xorAddress(Stun.XOR_MAPPED_ADDRESS);
    }

    /** Makes an allocation for UDP and returns the first relayed address. */
    public InetSocketAddress allocate() throws IOException {
        return allocate(UDP, ask -> { });
    }

    /**
     * Makes an allocation and returns the first relayed address.
     *
     * @param transport {@link #UDP} or {@link #TCP}
     * @param ask       adds what else is wanted: EVEN-PORT, RESERVATION-TOKEN, families, LIFETIME, MOBILITY-TICKET
     */
    public InetSocketAddress allocate(int transport, Consumer<StunWriter> ask) throws IOException {
        allocated = ok(request(Stun.ALLOCATE, request -> ask.accept(request.uint8(Stun.REQUESTED_TRANSPORT, transport))));
        return allocated.xorAddress(Stun.XOR_RELAYED_ADDRESS);
    }

    /** Returns the response to the last {@link #allocate}. */
    public StunMessage allocated() {
        return allocated;
    }

    /** Lets the allocation live so many seconds, 0 to end it. Returns the lifetime granted. */
    public long refresh(long seconds) throws IOException {
        return ok(request(Stun.REFRESH, request -> request.uint32(Stun.LIFETIME, seconds))).uint32(Stun.LIFETIME);
    }

    /** Lets peers send (CreatePermission). */
    public void permit(InetSocketAddress... peers) throws IOException {
        ok(request(Stun.CREATE_PERMISSION, request -> {
            for (InetSocketAddress peer : peers) {
                request.xorAddress(Stun.XOR_PEER_ADDRESS, peer);
            }
        }));
    }

    /** Lets a peer send, whatever the port. */
    public void permit(InetAddress peer) throws IOException {
        permit(new InetSocketAddress(peer, 0));
    }

    /** Lets a channel stand for a peer (ChannelBind). */
    public void bind(int channel, InetSocketAddress peer) throws IOException {
        ok(request(Stun.CHANNEL_BIND, request -> request.uint16(Stun.CHANNEL_NUMBER, channel).xorAddress(Stun.XOR_PEER_ADDRESS, peer)));
    }

    /** Connects to a peer (RFC 6062) and returns CONNECTION-ID. */
    public long connect(InetSocketAddress peer) throws IOException {
        return ok(request(Stun.CONNECT, request -> request.xorAddress(Stun.XOR_PEER_ADDRESS, peer))).uint32(Stun.CONNECTION_ID);
    }

    /** Makes this connection, whose client has the login of the allocation's, that of a peer connection; from then on {@link TurnWire#send} and {@link TurnWire#read} are the peer's. */
    public void connectionBind(long connection) throws IOException {
        ok(request(Stun.CONNECTION_BIND, request -> request.uint32(Stun.CONNECTION_ID, connection)));
    }

    /** Returns the next ConnectionAttempt, within a minute. */
    public StunMessage awaitAttempt() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (attempts.isEmpty()) {
            byte[] message = wire.receive(end);
            if (message == null) {
                throw new AssertionError("no ConnectionAttempt came");
            }
            sort(message);
        }
        return StunMessage.of(attempts.remove());
    }

    /** Sends data to a peer in a Send indication. */
    public void send(InetSocketAddress peer, byte[] data) throws IOException {
        wire.send(new StunWriter(StunClass.INDICATION, Stun.SEND, id()).xorAddress(Stun.XOR_PEER_ADDRESS, peer).attribute(Stun.DATA, data).bytes());
    }

    /** Sends data on a channel. */
    public void send(int channel, byte[] data) throws IOException {
        int padded = wire.isDatagrams() ? data.length : Stun.padded(data.length);
        ByteBuffer message = ByteBuffer.allocate(ChannelData.HEADER + padded).position(ChannelData.HEADER).put(data);
        ChannelData.writeHeader(message, 0, channel, data.length);
        wire.send(message.array());
    }

    /** Returns the next packet of a peer, within a minute. */
    public Packet receive() throws IOException {
        Packet packet = receive(PATIENCE);
        if (packet == null) {
            throw new AssertionError("no packet came");
        }
        return packet;
    }

    /** Returns the next packet of a peer, or null when none comes within that time. */
    public Packet receive(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (packets.isEmpty()) {
            byte[] message = wire.receive(end);
            if (message == null) {
                return null;
            }
            sort(message);
        }
        return packets.remove();
    }

    /** Begins a request with a transaction id of its own. */
    public static StunWriter begin(int method) {
        return new StunWriter(StunClass.REQUEST, method, id());
    }

    private static byte[] id() {
        byte[] id = new byte[Stun.TRANSACTION_ID];
        ThreadLocalRandom.current().nextBytes(id);
        return id;
    }

    /** Asks, answering challenges twice, and returns the last response, whatever it says. */
    public StunMessage request(int method, Consumer<StunWriter> attributes) throws IOException {
        StunMessage response = ask(method, attributes);
        for (int challenges = 0; challenges < 2 && isChallenge(response); challenges++) {
            login.challenged(response);
            response = ask(method, attributes);
        }
        return response;
    }

    private boolean isChallenge(StunMessage response) {
        return login != null && (response.errorCode() == 438 || response.errorCode() == 401 && !login.isChallenged());
    }

    private StunMessage ask(int method, Consumer<StunWriter> attributes) throws IOException {
        StunWriter request = begin(method);
        attributes.accept(request);
        boolean signed = login != null && login.isChallenged();
        StunMessage response = exchange((signed ? login.sign(request) : request).bytes());
        if (signed && response.stunClass() == StunClass.SUCCESS_RESPONSE && !login.isProvenBy(response)) {
            throw new AssertionError("the server did not prove that it knows the key");
        }
        return response;
    }

    /** Sends a request as it is, over UDP again and again, and returns the response to it within a minute. */
    public StunMessage exchange(byte[] request) throws IOException {
        byte[] id = Arrays.copyOfRange(request, Stun.HEADER - Stun.TRANSACTION_ID, Stun.HEADER);
        long end = System.nanoTime() + PATIENCE.toNanos();
        long pause = FIRST_REPEAT;
        long repeat = System.nanoTime();
        while (System.nanoTime() < end) {
            if (repeat - System.nanoTime() <= 0) {
                wire.send(request);
                repeat = wire.isDatagrams() ? System.nanoTime() + pause : end;
                pause *= 2;
            }
            byte[] message = wire.receive(Math.min(repeat, end));
            StunMessage response = message == null ? null : sort(message);
            if (response != null && Arrays.equals(response.transactionId(), id)) {
                return response;
            }
        }
        throw new AssertionError("no response came");
    }

    /** Returns the message when it is a response; keeps it when it is not. */
    private StunMessage sort(byte[] message) {
        if (message.length > 0 && FirstByte.isChannelData(message[0])) {
            ByteBuffer buffer = ByteBuffer.wrap(message);
            if (!ChannelData.isWhole(buffer)) {
                throw new AssertionError("ChannelData that is not whole");
            }
            int end = ChannelData.HEADER + ChannelData.length(buffer, 0);
            packets.add(new Packet(null, ChannelData.number(buffer, 0), Arrays.copyOfRange(message, ChannelData.HEADER, end)));
            return null;
        }
        StunMessage stun = StunMessage.of(message);
        if (stun == null) {
            throw new AssertionError("the server sent what is neither STUN nor ChannelData");
        }
        if (stun.stunClass() != StunClass.INDICATION) {
            return stun;
        }
        if (stun.method() == Stun.DATA_METHOD) {
            packets.add(new Packet(stun.xorAddress(Stun.XOR_PEER_ADDRESS), 0, stun.bytes(Stun.DATA, Integer.MAX_VALUE)));
        } else {
            attempts.add(message);
        }
        return null;
    }

    private static StunMessage ok(StunMessage response) {
        if (response.stunClass() != StunClass.SUCCESS_RESPONSE) {
            throw new AssertionError("refused: " + response.errorCode());
        }
        return response;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
