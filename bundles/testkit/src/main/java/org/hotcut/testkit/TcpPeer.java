package org.hotcut.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SIP peer on a connection; blocking, for one thread. Awaiting takes messages in any order; keep-alives are messages of their own. */
public class TcpPeer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LENGTH = Pattern.compile("\r\n(?:content-length|l)[ \t]*:[ \t]*(\\d+)", Pattern.CASE_INSENSITIVE);
    private final Socket socket;
    private final List<String> kept = new ArrayList<>();
    private String unread = "";

    /** Speaks over a socket that is connected. */
    protected TcpPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    /** Connects. */
    public static TcpPeer connect(InetSocketAddress to) throws IOException {
        return connect(to, null);
    }

    /** Connects from an address of this machine; null for any. */
    public static TcpPeer connect(InetSocketAddress to, InetAddress from) throws IOException {
        Socket socket = new Socket();
        socket.bind(from == null ? null : new InetSocketAddress(from, 0));
        socket.connect(to, (int) PATIENCE.toMillis());
        return new TcpPeer(socket);
    }

    /** Waits for who connects to this socket. */
    public static TcpPeer accept(ServerSocket server) throws IOException {
        server.setSoTimeout((int) PATIENCE.toMillis());
        return new TcpPeer(server.accept());
    }

    /** Returns the local port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Sends a text block as a message. */
    public void send(String text) throws IOException {
        send(Sip.bytes(text));
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
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
            String text = next(end);
            if (text == null) {
                throw new AssertionError("no " + what + " came; others: " + kept + ", begun: " + unread);
            }
            if (wanted.test(text)) {
                return text;
            }
            kept.add(text);
        }
    }

    /** Waits until the other side closes, at most a minute; messages before that are kept. */
    public void awaitClose() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (String text = next(end); text != null; text = next(end)) {
                kept.add(text);
            }
        } catch (java.io.EOFException | java.net.SocketException e) {
            return;
        }
        throw new AssertionError("the connection is still open");
    }

    /** Returns whether nothing came and nothing comes for so long. */
    public boolean silent(Duration time) throws IOException {
        String text = next(System.nanoTime() + time.toNanos());
        if (text != null) {
            kept.add(text);
        }
        return kept.isEmpty();
    }

    private String next(long end) throws IOException {
        while (true) {
            int length = messageLength();
            if (length > 0) {
                String text = unread.substring(0, length);
                unread = unread.substring(length);
                return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || !fill((int) left)) {
                return null;
            }
        }
    }

    private int messageLength() {
        if (unread.startsWith("\r\n")) {
            return unread.startsWith("\r\n\r\n") ? 4 : 2;
        }
        int head = unread.indexOf("\r\n\r\n");
        if (head < 0) {
            return 0;
        }
        Matcher length = LENGTH.matcher(unread.substring(0, head));
        int whole = head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        return whole <= unread.length() ? whole : 0;
    }

    private boolean fill(int millis) throws IOException {
        byte[] buffer = new byte[8_192];
        socket.setSoTimeout(millis);
        try {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new java.io.EOFException("the other side closed; begun: " + unread);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(buffer, 0, count);
            unread += bytes.toString(StandardCharsets.ISO_8859_1);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            socket.setSoTimeout(0); // else closing TLS reads on for that long
        }
        socket.close();
    }
}
