package org.hotcut.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A UDP peer that says the same to each request, or nothing when that is null, with a thread of its own, and keeps what it was sent until it is asked. */
final class Answerer implements AutoCloseable {
    private static final int MOST_KEPT = 1_000;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> responses = new ConcurrentLinkedQueue<>();
    private final DatagramSocket socket;
    private final String status;

    /** Opens the socket and starts the thread. */
    Answerer(String host, int port, String status) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(host, port));
        this.status = status;
        Thread thread = new Thread(this::run, "answers at " + host);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns address and port as a URI has them. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ':' + port();
    }

    /** Sends a message of its own. */
    void send(String message, InetSocketAddress to) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** Returns the oldest response kept, or null. */
    String takeResponse() {
        return responses.poll();
    }

    /** Returns the oldest request kept, or null. */
    String take() {
        return requests.poll();
    }

    /** Forgets what is kept. */
    void forget() {
        requests.clear();
        responses.clear();
    }

    /** Adds the bodies of the requests kept to a list, the oldest first, and forgets them. */
    void bodies(List<String> bodies) {
        for (String request = take(); request != null; request = take()) {
            bodies.add(request.substring(request.indexOf("\r\n\r\n") + 4));
        }
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        while (!socket.isClosed()) {
            try {
                packet.setLength(65_536);
                socket.receive(packet);
                answer(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1), (InetSocketAddress) packet.getSocketAddress());
            } catch (IOException | AssertionError e) {
                continue; // closed, refused, or what nobody could answer
            }
        }
    }

    private void answer(String request, InetSocketAddress from) throws IOException {
        Queue<String> kept = request.startsWith("SIP/2.0") ? responses : requests;
        if (kept.size() < MOST_KEPT) {
            kept.add(request);
        }
        if (kept == requests && status != null && !request.startsWith("ACK ")) {
            send(Texts.response(request, status, "answerer", "Contact: <sip:answerer@" + address() + '>'), from);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
