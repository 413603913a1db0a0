package org.hotcut.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.hotcut.core.api.net.TlsStore.Credential;

/** Both ends of a TLS connection, made of nothing but the bytes that were installed. */
final class Peer {
    private Peer() { }

    /** Shakes hands as a client that checks the certificate against that host name or address (RFC 2818 rules). */
    static void shakeHands(Fixture.Installed installed, String host) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket) server(installed).getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> accept(listener));
            Socket tcp = new Socket(listener.getInetAddress(), listener.getLocalPort());
            try (SSLSocket client = (SSLSocket) client(installed).getSocketFactory().createSocket(tcp, host, listener.getLocalPort(), true)) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.setSoTimeout(60_000);
                client.startHandshake();
                client.getInputStream().read();
            }
            accepted.join();
        }
    }

    static X509Certificate certificate(byte[] der) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static void accept(SSLServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(1);
        } catch (IOException e) {
            // the client says why, by its exception
        }
    }

    private static SSLContext server(Fixture.Installed installed) throws Exception {
        Credential credential = installed.credentials().get(0);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        X509Certificate[] chain = {certificate(credential.chain().get(0))};
        keys.setKeyEntry("server", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(credential.key())), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(Fixture.Installed installed) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate(installed.authorities().get(0)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
