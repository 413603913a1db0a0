package org.hotcut.testkit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CopyOnWriteArrayList;

import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * Bouncy Castle's DTLS client (RFC 6347) on a socket of its own, which trusts anybody.
 * What it sends can be tampered with, and is remembered. Blocking, for one thread.
 */
public final class DtlsClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LONGEST = 1 << 14;
    private static final int SLICE_MILLIS = 50;

    /** Changes what is sent. */
    public interface Tampering {
        /** Returns what is sent instead of a datagram; an exception ends the handshake. */
        default List<byte[]> sent(byte[] datagram) throws IOException {
            return List.of(datagram);
        }

        /**
         * Changes, where it is, what is about to be encrypted.
         *
         * @param type of the record
         * @return the type that it is to have
         */
        default short encrypted(short type, byte[] clear, int from, int count) {
            return type;
        }
    }

    private final InetSocketAddress server;
    private final DatagramSocket socket;
    private final List<byte[]> sent = new CopyOnWriteArrayList<>();
    private Tampering tampering = new Tampering() { };
    private ProtocolVersion[] versions = ProtocolVersion.DTLSv12.only();
    private String serverName;
    private int timeoutMillis = PATIENCE_MILLIS;
    private DTLSTransport line;
    private volatile byte[] presented;
    private volatile boolean over;

    /** Opens a socket with the server's address, which is one of this machine. */
    public DtlsClient(InetSocketAddress server) throws IOException {
        this(server, server.getAddress());
    }

    /** Opens a socket with this address. */
    public DtlsClient(InetSocketAddress server, InetAddress from) throws IOException {
        this.server = server;
        socket = new DatagramSocket(0, from);
    }

    /** Tampers from now on. */
    public DtlsClient tampering(Tampering how) {
        tampering = how;
        return this;
    }

    /** Sends nothing but ClientHellos from now on. */
    public DtlsClient silent() {
        return tampering(new Tampering() {
            @Override
            public List<byte[]> sent(byte[] datagram) {
                return DtlsMutations.isHello(datagram) ? List.of(datagram) : List.of();
            }
        });
    }

    /** Speaks another version. */
    public DtlsClient versions(ProtocolVersion... spoken) {
        versions = spoken;
        return this;
    }

    /** Asks for the certificate of a name (SNI). */
    public DtlsClient serverName(String name) {
        serverName = name;
        return this;
    }

    /** Gives a handshake that time, instead of a minute. */
    public DtlsClient timeout(int millis) {
        timeoutMillis = millis;
        return this;
    }

    /** Shakes hands, perhaps anew. */
    public DtlsClient shakeHands() throws IOException {
        over = false;
        line = new DTLSClientProtocol().connect(new Said(), new Wire());
        return this;
    }

    /** Encrypts and sends. */
    public void send(byte[] bytes) throws IOException {
        line.send(bytes, 0, bytes.length);
    }

    /** Returns the next that comes, within that time; else, or when the server has closed, null. */
    public byte[] receive(int millis) throws IOException {
        byte[] buffer = new byte[LONGEST];
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = millis; left > 0 && !over; left = (end - System.nanoTime()) / 1_000_000) {
            int length = line.receive(buffer, 0, buffer.length, (int) Math.min(left, SLICE_MILLIS));
            if (length >= 0) {
                return Arrays.copyOf(buffer, length);
            }
        }
        return null;
    }

    /** Returns whether the server has closed, or it broke. */
    public boolean isOver() {
        return over;
    }

    /** Says good-bye. */
    public void leave() throws IOException {
        line.close();
    }

    /** Sends a datagram as it is. */
    public void throwIn(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    /** Returns what was sent by it, as datagrams, but by {@link #throwIn}. */
    public List<byte[]> sent() {
        return sent;
    }

    /** Returns a ClientHello that was sent: the first one has no cookie. */
    public byte[] hello(boolean hasCookie) {
        return sent.stream().filter(datagram -> DtlsMutations.isHello(datagram) && DtlsMutations.hasCookie(datagram) == hasCookie).findFirst().orElseThrow();
    }

    /** Returns the certificate that the server has presented. */
    public byte[] presented() {
        return presented;
    }

    /** Returns the socket, for what comes in the clear. */
    public DatagramSocket socket() {
        return socket;
    }

    /** Returns its address. */
    public InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() {
        socket.close();
    }

    private final class Crypto extends JcaTlsCrypto {
        Crypto() {
            super(new DefaultJcaJceHelper(), new SecureRandom(), new SecureRandom());
        }

        @Override
        public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac) throws IOException {
            TlsCipher cipher = super.createCipher(parameters, encryption, mac);
            return (TlsCipher) Proxy.newProxyInstance(TlsCipher.class.getClassLoader(), new Class<?>[] {TlsCipher.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("encodePlaintext")) {
                    arguments[1] = tampering.encrypted((short) arguments[1], (byte[]) arguments[4], (int) arguments[5], (int) arguments[6]);
                }
                try {
                    return method.invoke(cipher, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }
    }

    private final class Said extends DefaultTlsClient {
        Said() {
            super(new Crypto());
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return versions;
        }

        @Override
        protected Vector<ServerName> getSNIServerNames() {
            return serverName == null ? null : new Vector<>(List.of(new ServerName(NameType.host_name, serverName.getBytes(StandardCharsets.US_ASCII))));
        }

        @Override
        public int getHandshakeTimeoutMillis() {
            return timeoutMillis;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                    presented = certificate.getCertificate().getCertificateAt(0).getEncoded();
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    return null;
                }
            };
        }
    }

    private final class Wire implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return LONGEST;
        }

        @Override
        public int getSendLimit() {
            return LONGEST;
        }

        @Override
        public int receive(byte[] buffer, int from, int count, int millis) throws IOException {
            socket.setSoTimeout(Math.max(1, millis));
            DatagramPacket packet = new DatagramPacket(buffer, from, count);
            try {
                socket.receive(packet);
                return packet.getLength();
            } catch (SocketTimeoutException e) {
                return -1;
            }
        }

        @Override
        public void send(byte[] buffer, int from, int count) throws IOException {
            for (byte[] datagram : tampering.sent(Arrays.copyOfRange(buffer, from, from + count))) {
                sent.add(datagram);
                throwIn(datagram);
            }
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
