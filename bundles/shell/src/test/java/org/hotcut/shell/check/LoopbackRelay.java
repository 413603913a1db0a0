package org.hotcut.shell.check;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;

/** A server of TURN on a UDP socket that relays between its own clients, at an address that is only told. */
final class LoopbackRelay implements AutoCloseable {
    private static final String REALM = "example.org";

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<SocketAddress, InetSocketAddress> relayed = new ConcurrentHashMap<>();
    private final InetAddress told;
    private final String password;
    private final int refused;
    private final boolean relays;
    private final int[] algorithms;
    private final Thread thread = new Thread(this::serve, "loopback-relay");

    /**
     * Starts.
     *
     * @param password   of everybody
     * @param told       the address of its relays
     * @param refused    the method that it refuses, 0 for none
     * @param relays     whether anything is relayed
     * @param algorithms those it offers; none: it knows RFC 5389
     */
    LoopbackRelay(String password, InetAddress told, int refused, boolean relays, int... algorithms) throws IOException {
        this.password = password;
        this.told = told;
        this.refused = refused;
        this.relays = relays;
        this.algorithms = algorithms;
        thread.start();
    }

    Endpoint endpoint() {
        return new Endpoint("turn", Protocol.UDP, (InetSocketAddress) socket.getLocalSocketAddress(), null, socket.getLocalPort());
    }

    /** Returns how many allocations there are. */
    int allocations() {
        return relayed.size();
    }

    private void serve() {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            while (true) {
                packet.setLength(2048);
                socket.receive(packet);
                take(StunMessage.of(Arrays.copyOf(packet.getData(), packet.getLength())), packet.getSocketAddress());
            }
        } catch (SocketException e) {
            // closed by the test
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(StunMessage message, SocketAddress client) throws IOException {
        if (message.method() == Stun.SEND) {
            relay(message, client);
        } else if (!message.has(Stun.USERNAME)) {
            StunWriter challenge = StunWriter.error(message, 401, "Unauthenticated").text(Stun.REALM, REALM).text(Stun.NONCE, "n");
            send((algorithms.length == 0 ? challenge : challenge.passwordAlgorithms(algorithms)).bytes(), client);
        } else if (!isProven(message)) {
            send(StunWriter.error(message, 401, "Unauthenticated").bytes(), client);
        } else if (message.method() == refused) {
            send(StunWriter.error(message, 508, "Insufficient Capacity").bytes(), client);
        } else {
            send(answer(message, client).bytes(), client);
        }
    }

    private boolean isProven(StunMessage message) {
        String user = message.text(Stun.USERNAME);
        return algorithms.length == 0 ? message.isIntegrityRight(LongTermKey.md5(user, REALM, password))
            : message.passwordAlgorithm() == algorithms[0] && message.isIntegritySha256Right(LongTermKey.of(algorithms[0], user, REALM, password));
    }

    private StunWriter answer(StunMessage message, SocketAddress client) {
        StunWriter success = StunWriter.success(message);
        if (message.method() == Stun.ALLOCATE) {
            InetSocketAddress address = relayed.computeIfAbsent(client, any -> new InetSocketAddress(told, 50_000 + relayed.size()));
            return success.xorAddress(Stun.XOR_RELAYED_ADDRESS, address);
        }
        if (message.method() == Stun.REFRESH && message.uint32(Stun.LIFETIME) == 0) {
            relayed.remove(client);
        }
        return success;
    }

    private void relay(StunMessage message, SocketAddress client) throws IOException {
        InetSocketAddress to = message.xorAddress(Stun.XOR_PEER_ADDRESS);
        for (Map.Entry<SocketAddress, InetSocketAddress> one : relayed.entrySet()) {
            if (relays && one.getValue().equals(to)) {
                send(new StunWriter(StunClass.INDICATION, Stun.DATA_METHOD, message.transactionId()).xorAddress(Stun.XOR_PEER_ADDRESS, relayed.get(client))
                    .attribute(Stun.DATA, message.attribute(Stun.DATA)).bytes(), one.getKey());
            }
        }
    }

    private void send(byte[] message, SocketAddress to) throws IOException {
        socket.send(new DatagramPacket(message, message.length, to));
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
