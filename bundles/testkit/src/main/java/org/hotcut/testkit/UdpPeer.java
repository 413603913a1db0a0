package org.hotcut.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** A SIP peer on a UDP socket of the loopback; blocking, for one thread. Awaiting takes messages in any order: what does not match is kept. */
public final class UdpPeer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What is here already is received in that. */
    private static final Duration MOMENT = Duration.ofMillis(5);
    private final DatagramSocket socket;
    private final List<String> kept = new ArrayList<>();
    private InetSocketAddress last;

    /** Opens a socket on a free port of 127.0.0.1. */
    public UdpPeer() throws IOException {
        this(InetAddress.getByName("127.0.0.1"));
    }

    /** Opens a socket on a free port of an address. */
    public UdpPeer(InetAddress address) throws IOException {
        this(new InetSocketAddress(address, 0));
    }

    /** Opens a socket on a port of an address. */
    public UdpPeer(InetSocketAddress address) throws IOException {
        socket = new DatagramSocket(address);
    }

    /** Returns the port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Returns the socket's address. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Returns where the last message came from. */
    public InetSocketAddress last() {
        return last;
    }

    /** Sends a text block as a message. */
    public void send(String text, InetSocketAddress to) throws IOException {
        send(Sip.bytes(text), to);
    }

    /** Sends a datagram. */
    public void send(byte[] bytes, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** Returns the first message that starts so, within a minute. */
    public String await(String start) throws IOException {
        return await(text -> text.startsWith(start), start);
    }

    /** Returns the first message that is so, within a minute; what says what was hoped for. */
    public String await(Predicate<String> wanted, String what) throws IOException {
        for (Iterator<String> each = kept.iterator(); each.hasNext();) {
            String text = each.next();
            if (wanted.test(text)) {
                each.remove();
                return text;
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String text = receive(end);
            if (text == null) {
                throw new AssertionError("no " + what + " came; others: " + kept);
            }
            if (wanted.test(text)) {
                return text;
            }
            kept.add(text);
        }
    }

    /** Forgets what has come so far and was not awaited. */
    public void forget() throws IOException {
        for (String text = receive(System.nanoTime() + MOMENT.toNanos()); text != null; text = receive(System.nanoTime() + MOMENT.toNanos())) {
            continue;
        }
        kept.clear();
    }

    /** Returns whether nothing came and nothing comes for so long. */
    public boolean silent(Duration time) throws IOException {
        String text = receive(System.nanoTime() + time.toNanos());
        if (text != null) {
            kept.add(text);
        }
        return kept.isEmpty();
    }

    /** Returns whether nothing came and nothing comes for so long but what is known already, such as a request that is repeated. */
    public boolean silent(Duration time, Predicate<String> known) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (String text = receive(end); text != null; text = receive(end)) {
            kept.add(text);
        }
        kept.removeIf(known);
        return kept.isEmpty();
    }

    private String receive(long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            return null;
        }
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.setSoTimeout((int) left);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return null;
        }
        last = (InetSocketAddress) packet.getSocketAddress();
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
