package org.hotcut.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import org.hotcut.testkit.TcpPeer;

/** Asks a server by UDP and by one TCP connection, again and again, whether it is there: as a client does, which repeats over UDP what was not answered. */
final class Prober implements AutoCloseable {
    private static final int REPEAT_MILLIS = 500;
    private static final int TRIES = 60;
    private static final long PAUSE_NANOS = 100_000_000;
    private final InetSocketAddress server;
    private final Callable<String> threads;
    private final List<String> complaints = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "probe");
    private int probes;
    private volatile boolean ended;

    /**
     * Starts asking.
     *
     * @param threads says what the server does at the moment of a complaint
     */
    Prober(InetSocketAddress server, Callable<String> threads) {
        this.server = server;
        this.threads = threads;
        thread.start();
    }

    /** Ends it and returns what went wrong, or that it did not run. */
    List<String> complaints() throws InterruptedException {
        ended = true;
        thread.join();
        if (probes == 0) {
            complaints.add("no probe was answered");
        }
        return complaints;
    }

    private void run() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.9.1"), 0)); TcpPeer connection = TcpPeer.connect(server)) {
            socket.setSoTimeout(REPEAT_MILLIS);
            while (!ended && complaints.isEmpty()) {
                String id = "probe" + ++probes;
                String answer = answer(socket, id);
                if (!answer.startsWith("SIP/2.0 200")) {
                    complaints.add("the answer by UDP to " + id + ": " + answer);
                }
                connection.send(options("TCP", id));
                connection.await(text -> text.startsWith("SIP/2.0 200") && text.contains("Call-ID: " + id + "\r\n"), "answer to " + id);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException | AssertionError e) {
            complaints.add(e.toString());
        }
        if (!complaints.isEmpty()) {
            complaints.add(threads());
        }
    }

    private String threads() {
        try {
            return threads.call();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private String answer(DatagramSocket socket, String id) throws IOException {
        byte[] request = options("UDP", id).getBytes(StandardCharsets.US_ASCII);
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        for (int i = 0; i < TRIES; i++) {
            socket.send(new DatagramPacket(request, request.length, server));
            try {
                while (true) {
                    socket.receive(packet);
                    String answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
                    if (answer.contains("Call-ID: " + id + "\r\n")) {
                        return answer;
                    }
                }
            } catch (SocketTimeoutException e) {
                continue; // repeated, as RFC 3261 section 17.1.2.2 says
            }
        }
        return "none in " + TRIES * REPEAT_MILLIS + " ms";
    }

    private static String options(String transport, String id) {
        return "OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + transport + " 127.0.9.1:9;branch=z9hG4bK" + transport + id + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:probe@example.net>;tag=p\r\nTo: <sip:127.0.0.1>\r\n"
                + "Call-ID: " + id + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    }

    @Override
    public void close() {
        ended = true;
    }
}
