package org.hotcut.itests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.hotcut.testkit.TcpPeer;

/** Somebody who sends what he likes over a connection, from a loopback address that is nobody else's: so the log can be asked about him. */
final class Stranger extends TcpPeer {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final Socket socket;

    private Stranger(Socket socket) throws IOException {
        super(socket);
        this.socket = socket;
    }

    /** Returns a loopback address that nobody has had before. */
    static InetAddress address() throws IOException {
        int number = SERIAL.incrementAndGet();
        return InetAddress.getByAddress(new byte[] {127, 0, (byte) (9 + number / 250), (byte) (1 + number % 250)});
    }

    /** Connects, and says nothing yet. */
    static Stranger connect(int port) throws IOException {
        return new Stranger(open(port));
    }

    /** Connects and shakes hands. */
    static Stranger connect(int port, SSLContext tls) throws IOException {
        Socket plain = open(port);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        socket.startHandshake();
        return new Stranger(socket);
    }

    /** Takes a connection that is up. */
    static Stranger over(Socket socket) throws IOException {
        return new Stranger(socket);
    }

    /** Connects from an address that nobody has had before. */
    static Socket open(int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address(), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return socket;
    }

    /** Sends a text as it is. */
    void write(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes to a server that may close meanwhile. */
    void tryToWrite(String text) {
        try {
            write(text);
        } catch (IOException e) {
            return; // it has closed; how, is what awaitEnd looks at
        }
    }

    /** Waits until the server closes, with or without a word. */
    void awaitEnd() throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        try {
            while (in.read(buffer) >= 0) {
                continue;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection of " + name() + " is still open", e);
        } catch (IOException e) {
            return;
        }
    }

    /** Returns address and port, as the log has them. */
    String name() {
        return socket.getLocalAddress().getHostAddress() + ':' + socket.getLocalPort();
    }
}
