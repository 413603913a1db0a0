package org.hotcut.net;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CopyOnWriteArrayList;

import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ContentType;
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

/** Bouncy Castle's DTLS client on a socket of its own; what it sends is remembered. */
final class DtlsClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    /** In the record, behind both headers, the version, 32 random octets and no session. */
    private static final int COOKIE_LENGTH_AT = 13 + 12 + 2 + 32 + 1;

    final DatagramSocket socket;
    final List<byte[]> sent = new CopyOnWriteArrayList<>();
    /** Nothing is sent but ClientHellos. */
    boolean isSilent;
    volatile byte[] presented;
    /** Says of its last message of the handshake that it has 16 MB. */
    boolean claimsMuch;
    ProtocolVersion[] versions = ProtocolVersion.DTLSv12.only();
    String name;
    int timeoutMillis = TIMEOUT_MILLIS;
    private final InetSocketAddress there;
    private DTLSTransport line;
    private volatile boolean over;

    DtlsClient(InetSocketAddress there) throws IOException {
        this.there = there;
        socket = new DatagramSocket(0, there.getAddress());
    }

    private final class Crypto extends JcaTlsCrypto {
        Crypto() {
            super(new DefaultJcaJceHelper(), new SecureRandom(), new SecureRandom());
        }

        @Override
        public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac) throws IOException {
            TlsCipher cipher = super.createCipher(parameters, encryption, mac);
            return (TlsCipher) Proxy.newProxyInstance(TlsCipher.class.getClassLoader(), new Class<?>[] {TlsCipher.class}, (proxy, method, arguments) -> {
                if (claimsMuch && method.getName().equals("encodePlaintext") && (short) arguments[1] == ContentType.handshake) {
                    Arrays.fill((byte[]) arguments[4], (int) arguments[5] + 1, (int) arguments[5] + 4, (byte) -1);
                }
                return method.invoke(cipher, arguments);
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
            return name == null ? null : new Vector<>(List.of(new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII))));
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

    DtlsClient shakeHands() throws IOException {
        over = false;
        line = new DTLSClientProtocol().connect(new Said(), new Wire());
        return this;
    }

    void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        line.send(bytes, 0, bytes.length);
    }

    /** Returns the next that comes, or null when the server has closed the session. */
    String hear() throws IOException {
        byte[] buffer = new byte[1 << 14];
        long until = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
        while (System.nanoTime() < until && !over) {
            int length = line.receive(buffer, 0, buffer.length, 50);
            if (length >= 0) {
                return new String(buffer, 0, length, StandardCharsets.UTF_8);
            }
        }
        if (over) {
            return null;
        }
        throw new SocketTimeoutException("nothing came");
    }

    /** Returns a ClientHello that was sent: the first one has no cookie. */
    byte[] hello(boolean hasCookie) {
        return sent.stream().filter(datagram -> DtlsRecords.isClientHello(ByteBuffer.wrap(datagram)) && datagram[COOKIE_LENGTH_AT] != 0 == hasCookie).findFirst().orElseThrow();
    }

    /** Sends something as it is. */
    void throwIn(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, there));
    }

    /** Says good-bye. */
    void leave() throws IOException {
        line.close();
    }

    private final class Wire implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 2048;
        }

        @Override
        public int getSendLimit() {
            return 1200;
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
            byte[] datagram = Arrays.copyOfRange(buffer, from, from + count);
            if (!isSilent || DtlsRecords.isClientHello(ByteBuffer.wrap(datagram))) {
                sent.add(datagram);
                throwIn(datagram);
            }
        }

        @Override
        public void close() {
            over = true;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
