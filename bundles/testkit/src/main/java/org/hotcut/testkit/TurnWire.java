package org.hotcut.testkit;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.hotcut.stun.StreamFrame;
import org.hotcut.stun.Stun;

/** What carries a client's messages of STUN and ChannelData to a server: datagrams, or a stream that is cut where messages end. Blocking, for one thread. */
public abstract class TurnWire implements Closeable {
    private static final int PATIENCE = 60_000;
    private static final long MOMENT_NANOS = 2_000_000;

    private TurnWire() { }

    /**
     * Opens a UDP socket.
     *
     * @param local address to send from; null for the loopback towards the loopback and else for any
     */
    public static TurnWire udp(InetSocketAddress server, InetAddress local) throws IOException {
        InetAddress from = local == null && server.getAddress().isLoopbackAddress() ? server.getAddress() : local;
        return new Datagrams(new DatagramSocket(new InetSocketAddress(from, 0)), server);
    }

    /**
     * Connects over TCP.
     *
     * @param local address to connect from, or null
     */
    public static TurnWire tcp(InetSocketAddress server, InetAddress local) throws IOException {
        return new Stream(connect(server, local));
    }

    /**
     * Connects over TLS and shakes hands.
     *
     * @param serverName for SNI and to be proven by the server; null for neither
     */
    public static TurnWire tls(InetSocketAddress server, SSLContext context, String serverName) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connect(server, null), serverName, server.getPort(), true);
        if (serverName != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Stream(socket);
    }

    /**
     * Shakes hands over DTLS; the server need not prove who it is.
     *
     * @param local address to send from
     */
    public static TurnWire dtls(InetSocketAddress server, InetAddress local) throws IOException {
        DtlsClient client = new DtlsClient(server, local);
        try {
            return new Encrypted(client.shakeHands());
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static Socket connect(InetSocketAddress server, InetAddress local) throws IOException {
        Socket socket = new Socket();
        socket.bind(local == null ? null : new InetSocketAddress(local, 0));
        socket.connect(server, PATIENCE);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Returns whether messages may be lost and come whole. */
    public abstract boolean isDatagrams();

    /** Returns our address. */
    public abstract InetSocketAddress local();

    /** Sends bytes as they are. */
    public abstract void send(byte[] bytes) throws IOException;

    /**
     * Returns the next message, or null when none came until then.
     *
     * @param end of {@link System#nanoTime}
     * @throws EOFException when the server closed
     */
    public abstract byte[] receive(long end) throws IOException;

    /**
     * Returns that many bytes of the stream, whatever they are: data of a peer's connection (RFC 6062), which is not cut into messages.
     *
     * @throws EOFException when the server closed before
     */
    public abstract byte[] read(int count) throws IOException;

    /** Forgets what has come so far; of a stream also a message that is not whole, so that nothing can be received after that but only sent. */
    public abstract void discard() throws IOException;

    private static int millis(long end) {
        return (int) Math.min(PATIENCE, (end - System.nanoTime()) / 1_000_000);
    }

    private static final class Datagrams extends TurnWire {
        private final DatagramSocket socket;
        private final InetSocketAddress server;
        private final byte[] buffer = new byte[65_536];

        Datagrams(DatagramSocket socket, InetSocketAddress server) {
            this.socket = socket;
            this.server = server;
        }

        @Override
        public boolean isDatagrams() {
            return true;
        }

        @Override
        public InetSocketAddress local() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        }

        @Override
        public byte[] receive(long end) throws IOException {
            int left = millis(end);
            if (left <= 0) {
                return null;
            }
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.setSoTimeout(left);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return null;
            }
            return Arrays.copyOf(buffer, packet.getLength());
        }

        @Override
        public void discard() throws IOException {
            for (byte[] old = receive(soon()); old != null; old = receive(soon())) {
                continue;
            }
        }

        private static long soon() {
            return System.nanoTime() + MOMENT_NANOS;
        }

        @Override
        public byte[] read(int count) {
            throw new IllegalStateException("datagrams are no stream");
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class Encrypted extends TurnWire {
        private final DtlsClient client;

        Encrypted(DtlsClient client) {
            this.client = client;
        }

        @Override
        public boolean isDatagrams() {
            return true;
        }

        @Override
        public InetSocketAddress local() {
            return client.local();
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            client.send(bytes);
        }

        @Override
        public byte[] receive(long end) throws IOException {
            int left = millis(end);
            byte[] message = left <= 0 ? null : client.receive(left);
            if (message == null && client.isOver()) {
                throw new EOFException("the server closed");
            }
            return message;
        }

        @Override
        public void discard() throws IOException {
            for (byte[] old = receive(Datagrams.soon()); old != null; old = receive(Datagrams.soon())) {
                continue;
            }
        }

        @Override
        public byte[] read(int count) {
            throw new IllegalStateException("datagrams are no stream");
        }

        @Override
        public void close() throws IOException {
            client.leave();
            client.close();
        }
    }

    private static final class Stream extends TurnWire {
        private final Socket socket;
        /** What has come and was not taken, from 0 to the position. */
        private final ByteBuffer unread = ByteBuffer.allocate(2 * Stun.padded(StreamFrame.LONGEST));

        Stream(Socket socket) {
            this.socket = socket;
        }

        @Override
        public boolean isDatagrams() {
            return false;
        }

        @Override
        public InetSocketAddress local() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        @Override
        public byte[] receive(long end) throws IOException {
            while (true) {
                int length = StreamFrame.length(unread.duplicate().flip());
                if (length == StreamFrame.MALFORMED) {
                    throw new IOException("the server sent what is neither STUN nor ChannelData");
                }
                if (length > 0) {
                    return take(length);
                }
                int left = millis(end);
                if (left <= 0 || !fill(left)) {
                    return null;
                }
            }
        }

        @Override
        public byte[] read(int count) throws IOException {
            long end = System.nanoTime() + PATIENCE * 1_000_000L;
            while (unread.position() < count) {
                int left = millis(end);
                if (left <= 0 || !fill(left)) {
                    throw new AssertionError("of " + count + " bytes came " + unread.position());
                }
            }
            return take(count);
        }

        @Override
        public void discard() throws IOException {
            unread.clear();
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
        }

        private byte[] take(int count) {
            byte[] taken = new byte[count];
            unread.flip().get(taken);
            unread.compact();
            return taken;
        }

        private boolean fill(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                int count = socket.getInputStream().read(unread.array(), unread.position(), unread.remaining());
                if (count < 0) {
                    throw new EOFException("the server closed");
                }
                unread.position(unread.position() + count);
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
}
