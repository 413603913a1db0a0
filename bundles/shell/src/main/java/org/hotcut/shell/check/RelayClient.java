package org.hotcut.shell.check;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.TurnAdmin;

/** A client of TURN over UDP that has one allocation (RFC 8656), and gives it back when it is closed. Blocks; for one thread. */
final class RelayClient implements AutoCloseable {
    private static final int TRIES = 4;
    private static final int UDP = 17;
    private static final int LARGEST = 65_535;

    private final DatagramSocket socket = new DatagramSocket();
    private final TurnAdmin.Credentials credentials;
    private final int patienceMillis;
    private String realm;
    private byte[] nonce;
    private byte[] offered;
    private boolean sha256;
    private boolean allocated;

    /**
     * Prepares.
     *
     * @param patienceMillis for each answer
     */
    RelayClient(InetSocketAddress server, TurnAdmin.Credentials credentials, int patienceMillis) throws IOException {
        this.credentials = credentials;
        this.patienceMillis = patienceMillis;
        socket.connect(server);
    }

    /**
     * Makes the allocation.
     *
     * @return the relayed address
     * @throws IOException when there is none, saying what was answered: {@code 508 Insufficient Capacity}
     */
    InetSocketAddress allocate(Family family) throws IOException {
        Consumer<StunWriter> wish = writer -> writer.uint8(Stun.REQUESTED_TRANSPORT, UDP).uint8(Stun.REQUESTED_ADDRESS_FAMILY, family.number());
        challenged(exchange(request(Stun.ALLOCATE, wish)));
        StunMessage made = exchange(signed(Stun.ALLOCATE, wish));
        InetSocketAddress relayed = granted(made).xorAddress(Stun.XOR_RELAYED_ADDRESS);
        allocated = true;
        if (relayed == null) {
            throw new IOException("a success without an address");
        }
        return relayed;
    }

    private void challenged(StunMessage answer) throws IOException {
        if (answer.errorCode() != 401) {
            granted(answer);
            throw new IOException("a relay without credentials");
        }
        realm = answer.text(Stun.REALM);
        nonce = answer.bytes(Stun.NONCE, LARGEST);
        offered = answer.bytes(Stun.PASSWORD_ALGORITHMS, LARGEST);
        int[] algorithms = answer.passwordAlgorithms();
        sha256 = algorithms != null && Arrays.stream(algorithms).noneMatch(one -> one == Stun.MD5);
        if (realm == null || nonce == null) {
            throw new IOException("a challenge without realm or nonce");
        }
    }

    /** Lets a peer send. */
    void permit(InetSocketAddress peer) throws IOException {
        granted(exchange(signed(Stun.CREATE_PERMISSION, writer -> writer.xorAddress(Stun.XOR_PEER_ADDRESS, peer))));
    }

    /** Sends to a peer through the relay. */
    void send(InetSocketAddress peer, byte[] data) throws IOException {
        write(new StunWriter(StunClass.INDICATION, Stun.SEND, id()).xorAddress(Stun.XOR_PEER_ADDRESS, peer).attribute(Stun.DATA, data).bytes());
    }

    /** Returns whether a peer's data comes through the relay in that time. */
    boolean receives(byte[] data, int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        StunMessage message = read(end);
        while (message != null) {
            if (message.method() == Stun.DATA_METHOD && Arrays.equals(data, message.bytes(Stun.DATA, LARGEST))) {
                return true;
            }
            message = read(end);
        }
        return false;
    }

    private StunMessage granted(StunMessage answer) throws IOException {
        if (answer.stunClass() == StunClass.SUCCESS_RESPONSE) {
            return answer;
        }
        ByteBuffer error = answer.attribute(Stun.ERROR_CODE);
        String reason = error == null || error.remaining() < Integer.BYTES ? "" : StandardCharsets.UTF_8.decode(error.slice(Integer.BYTES, error.remaining() - Integer.BYTES)).toString();
        throw new IOException((answer.errorCode() + " " + reason).strip());
    }

    private static byte[] request(int method, Consumer<StunWriter> attributes) {
        StunWriter writer = new StunWriter(StunClass.REQUEST, method, id());
        attributes.accept(writer);
        return writer.bytes();
    }

    /** By RFC 5389 where that is taken: what every client can. */
    private byte[] signed(int method, Consumer<StunWriter> attributes) {
        return request(method, writer -> {
            attributes.accept(writer);
            writer.text(Stun.USERNAME, credentials.username()).text(Stun.REALM, realm).attribute(Stun.NONCE, nonce);
            if (sha256) {
                writer.attribute(Stun.PASSWORD_ALGORITHMS, offered).passwordAlgorithm(Stun.SHA256)
                    .messageIntegritySha256(LongTermKey.sha256(credentials.username(), realm, credentials.password()));
            } else {
                writer.messageIntegrity(LongTermKey.md5(credentials.username(), realm, credentials.password()));
            }
        });
    }

    private static byte[] id() {
        byte[] id = new byte[Stun.TRANSACTION_ID];
        ThreadLocalRandom.current().nextBytes(id);
        return id;
    }

    private StunMessage exchange(byte[] request) throws IOException {
        byte[] id = Arrays.copyOfRange(request, Stun.HEADER - Stun.TRANSACTION_ID, Stun.HEADER);
        for (int i = 0; i < TRIES; i++) {
            write(request);
            long end = System.nanoTime() + patienceMillis * 1_000_000L / TRIES;
            for (StunMessage answer = read(end); answer != null; answer = read(end)) {
                if (Arrays.equals(answer.transactionId(), id)) {
                    return answer;
                }
            }
        }
        throw new IOException("no answer");
    }

    private void write(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length));
    }

    /** Returns the next message, or null when none comes until then. */
    private StunMessage read(long end) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            socket.setSoTimeout((int) left);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return null;
            }
            StunMessage message = StunMessage.of(Arrays.copyOf(packet.getData(), packet.getLength()));
            if (message != null) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        try (socket) {
            if (allocated) {
                exchange(signed(Stun.REFRESH, writer -> writer.uint32(Stun.LIFETIME, 0)));
            }
        } catch (IOException e) {
            // then it ends by its lifetime
        }
    }
}
