package org.hotcut.shell.check;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;

/** Asks a listener of TURN one question without credentials (RFC 8489). Blocks. */
public final class StunWire {
    static final int BINDING = 0x0001;
    static final int ALLOCATE = 0x0003;
    static final int SUCCESS = 0x0100;
    static final int ERROR = 0x0110;
    private static final int HEADER = 20;
    private static final int COOKIE = 0x2112_A442;
    private static final byte[] UDP_RELAY = {0, 0x19, 0, 4, 17, 0, 0, 0}; // REQUESTED-TRANSPORT
    private static final int TRIES = 4;

    private final SSLContext trust;
    private final int patienceMillis;

    /**
     * Prepares.
     *
     * @param trust whom to believe over TLS; the name is not looked at; null when that is not asked
     */
    public StunWire(SSLContext trust, int patienceMillis) {
        this.trust = trust;
        this.patienceMillis = patienceMillis;
    }

    /**
     * Returns whether a Binding request is answered, and well.
     *
     * @throws IOException when nothing can be sent there
     */
    public boolean isAnswering(Protocol protocol, InetSocketAddress place) throws IOException {
        return ask(protocol, place, BINDING) == (BINDING | SUCCESS);
    }

    /** Returns the type of the answer of a listener of ours, or -1 when there is none. */
    int ask(Endpoint endpoint, int method) throws IOException {
        return ask(endpoint.protocol(), Wire.reachable(endpoint.local()), method);
    }

    private int ask(Protocol protocol, InetSocketAddress to, int method) throws IOException {
        byte[] request = request(method);
        byte[] answer = switch (protocol) {
            case UDP -> overUdp(to, request);
            case TCP -> overStream(new Socket(), to, request);
            case TLS -> overStream(trust.getSocketFactory().createSocket(), to, request);
            case WS, WSS, DTLS, ACME -> throw new IOException(protocol + " is not tried");
        };
        return answer == null ? -1 : ByteBuffer.wrap(answer).getShort();
    }

    private static byte[] request(int method) {
        byte[] extra = method == ALLOCATE ? UDP_RELAY : new byte[0];
        byte[] transaction = new byte[12];
        ThreadLocalRandom.current().nextBytes(transaction);
        return ByteBuffer.allocate(HEADER + extra.length).putShort((short) method).putShort((short) extra.length).putInt(COOKIE).put(transaction).put(extra).array();
    }

    private byte[] overUdp(InetSocketAddress to, byte[] request) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout(Math.max(1, patienceMillis / TRIES));
            DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(request, request.length));
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue;
                }
                if (answer.getLength() >= HEADER && isOf(request, answer.getData())) {
                    return Arrays.copyOf(answer.getData(), answer.getLength());
                }
            }
            return null;
        }
    }

    private byte[] overStream(Socket socket, InetSocketAddress to, byte[] request) throws IOException {
        try (socket) {
            socket.connect(to, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            if (socket instanceof SSLSocket tls) {
                tls.startHandshake();
            }
            socket.getOutputStream().write(request);
            byte[] header = new byte[HEADER];
            new DataInputStream(socket.getInputStream()).readFully(header);
            return isOf(request, header) ? header : null;
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static boolean isOf(byte[] request, byte[] answer) {
        return Arrays.equals(request, 4, HEADER, answer, 4, HEADER);
    }
}
