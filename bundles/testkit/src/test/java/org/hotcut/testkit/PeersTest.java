package org.hotcut.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
    private static final String OPTIONS = Sip.request("OPTIONS", "sip:a").toString();
    private static final String BYE = Sip.request("BYE", "sip:a").toString();

    @Test
    void datagramsAreAwaitedInAnyOrder() throws IOException {
        try (UdpPeer one = new UdpPeer(); UdpPeer other = new UdpPeer()) {
            one.send(OPTIONS, other.address());
            one.send(BYE, other.address());
            assertEquals(BYE, other.await("BYE"));
            assertEquals(one.port(), other.last().getPort());
            assertFalse(other.silent(Duration.ofMillis(1)));
            assertEquals(OPTIONS, other.await("OPTIONS"));
            assertTrue(other.silent(Duration.ofMillis(1)));
        }
    }

    @Test
    void aStreamIsCutIntoMessagesAndKeepAlives() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); TcpPeer client = TcpPeer.connect(address(server));
                TcpPeer accepted = TcpPeer.accept(server)) {
            client.send(Sip.bytes("\r\n\r\n"));
            client.send(BYE);
            client.send(OPTIONS.replace("Content-Length: 0\r\n\r\n", "l: 2\r\n\r\nhi"));
            assertTrue(accepted.await("OPTIONS").endsWith("\r\n\r\nhi"));
            assertEquals("\r\n\r\n", accepted.await("\r\n"));
            assertEquals(BYE, accepted.await("BYE"));
            client.close();
            accepted.awaitClose();
        }
    }

    @Test
    void aServerMustProveItsName(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        try (ServerSocket server = context.getServerSocketFactory().createServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> first(server));
            try (TlsPeer client = TlsPeer.connect(address(server), context, "sip.example.org")) {
                client.send(OPTIONS);
                assertEquals(OPTIONS, heard.get());
                assertEquals("TLSv1.3", client.version());
                assertEquals("CN=sip.example.org", client.certificate().getSubjectX500Principal().getName());
            }
            CompletableFuture<String> refused = CompletableFuture.supplyAsync(() -> first(server));
            assertThrows(SSLHandshakeException.class, () -> TlsPeer.connect(address(server), context, "other.example.org"));
            assertThrows(Exception.class, refused::get);
        }
    }

    private static String first(ServerSocket server) {
        try (TcpPeer peer = TcpPeer.accept(server)) {
            return peer.await("OPTIONS");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private static SSLContext context(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keystore", file.toString(),
            "-storetype", "PKCS12", "-storepass", "secret", "-alias", "sip", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=sip.example.org",
            "-ext", "san=dns:sip.example.org").inheritIO().start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "secret".toCharArray());
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("sip", keys.getCertificate("sip"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
