package org.hotcut.shell.dns;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A TLS server on loopback that takes handshakes and nothing else. */
final class TlsHost implements AutoCloseable {
    private final SSLServerSocket socket;
    private final X509Certificate certificate;

    /** Presents a certificate of its own for these names: {@code example.org}, {@code sip:example.org}. */
    TlsHost(String... names) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        certificate = certificate(pair, names);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "tls-host");
        thread.setDaemon(true);
        thread.start();
    }

    private static X509Certificate certificate(KeyPair pair, String... names) throws GeneralSecurityException, CertIOException {
        X500Name name = new X500Name("CN=example.org");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(now.minusSeconds(60)), Date.from(now.plusSeconds(3_600)), name,
            pair.getPublic());
        GeneralName[] alternatives = Arrays.stream(names)
            .map(one -> new GeneralName(one.startsWith("sip:") ? GeneralName.uniformResourceIdentifier : GeneralName.dNSName, one)).toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        try {
            return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String pem() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket accepted = (SSLSocket) socket.accept()) {
                accepted.startHandshake();
                accepted.getInputStream().read();
            } catch (SocketException e) {
                // closed by the test, or by the client
            } catch (IOException e) {
                // the client has seen enough
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
