package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import javax.inject.Inject;
import javax.net.ssl.SSLContext;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.Authority;
import org.hotcut.testkit.EngineSocket;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A telephone with TLS 1.0 and a chain of SHA-1 and 1024 bits: it gets in where that was opened for it, and nothing else is opened by that. */
public class OldDevicesIT extends HotcutContainer {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CBC = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
    private static final String GCM = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    @Inject
    private Flows flows;
    @Inject
    private Location location;
    @Inject
    private ConfigurationAdmin configurations;

    private final Authority maker = Authority.rsa("Maker of 2005", Instant.now(), 1024, "SHA1");
    private final Authority.Wanted telephone = maker.peer("CN=00085D000001,O=Maker");
    private final List<Configuration> listeners = new ArrayList<>();

    @Before
    public void aListenerForOldDevicesAndOneBesideIt() throws Exception {
        new Edge(context).haveUsers();
        Path folder = Files.createDirectories(Path.of(System.getProperty("karaf.etc"), "trust"));
        Files.writeString(folder.resolve("old.pem"), maker.pem());
        map("");
        listen("name", "old", "tls.profile", "old-devices", "tls.protocols", "TLSv1");
        listen("name", "beside");
        await("the listeners").atMost(SOON).until(() -> port("old") > 0 && port("beside") > 0);
    }

    @After
    public void asBefore() throws Exception {
        for (Configuration listener : listeners) {
            listener.delete();
        }
        await("nobody is left").atMost(SOON).until(() -> flows.list().stream().noneMatch(info -> info.flow().protocol() == Protocol.TLS));
    }

    private void listen(String... pairs) throws IOException {
        Dictionary<String, Object> values = new Hashtable<>();
        values.put("protocol", "tls");
        values.put("address", "127.0.0.1");
        values.put("port", "0");
        values.put("client.auth", "want");
        values.put("trust", "old");
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        Configuration listener = configurations.createFactoryConfiguration("org.hotcut.net.listener", "?");
        listener.update(values);
        listeners.add(listener);
    }

    private void map(String device) throws IOException {
        Configuration configuration = configurations.getConfiguration("org.hotcut.identity", "?");
        Dictionary<String, Object> values = configuration.getProperties() == null ? new Hashtable<>() : configuration.getProperties();
        values.put("devices.old", "etc/trust/old.pem");
        values.put("devices", device);
        configuration.update(values);
    }

    private int port(String listener) {
        return flows.endpoints().stream().filter(endpoint -> endpoint.name().equals(listener)).map(Endpoint::port).findFirst().orElse(0);
    }

    private Socket connect(String listener, String version, String cipher) throws IOException {
        SslContext client = SslContextBuilder.forClient().sslProvider(SslProvider.OPENSSL).protocols(version).ciphers(List.of(cipher), SupportedCipherSuiteFilter.INSTANCE)
            .trustManager(InsecureTrustManagerFactory.INSTANCE).keyManager(telephone.key(), telephone.issue()).endpointIdentificationAlgorithm(null).build();
        return EngineSocket.over(Stranger.open(port(listener)), client.newEngine(ByteBufAllocator.DEFAULT, "127.0.0.1", port(listener)));
    }

    private static String register() {
        return "REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bKold\r\nMax-Forwards: 70\r\nFrom: <sip:carol@example.org>;tag=old\r\n"
            + "To: <sip:carol@example.org>\r\nCall-ID: old\r\nCSeq: 1 REGISTER\r\nContact: <sip:carol@127.0.0.1:9;transport=tls>\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    public void itIsWhoItIsMappedToWithoutAPassword() throws Exception {
        map("00085D000001=carol@example.org");
        await("carol").atMost(SOON).untilAsserted(() -> {
            try (Phone phone = new Phone(Line.stream("TLS", connect("old", "TLSv1", CBC)), "carol", "not her password")) {
                phone.register();
                assertEquals(1, location.find("carol@example.org").size());
                FlowInfo line = flows.list().stream().filter(info -> info.flow().endpoint().equals("old")).findFirst().orElseThrow();
                assertEquals("TLSv1 " + CBC, line.security());
                assertEquals(List.of(Identity.Kind.DEVICE, Identity.Kind.USER), flows.verdict(line.flow()).identities().stream().map(Identity::kind).toList());
                phone.unregister();
            }
        });
    }

    @Test
    public void whatIsNotMappedIsNobody() throws Exception {
        try (Stranger stranger = Stranger.over(connect("old", "TLSv1", CBC))) {
            stranger.write(register());
            stranger.await("SIP/2.0 401");
        }
        assertEquals(List.of(), List.copyOf(location.find("carol@example.org")));
    }

    @Test
    public void itDoesNotGetInBesideIt() throws Exception {
        map("00085D000001=carol@example.org");
        for (String listener : List.of("beside", "tls")) {
            assertThrows(IOException.class, () -> connect(listener, "TLSv1", CBC));
            assertThrows(IOException.class, () -> connect(listener, "TLSv1.1", CBC));
        }
        try (Stranger stranger = Stranger.over(connect("beside", "TLSv1.2", GCM))) {
            stranger.tryToWrite(register());
            stranger.awaitEnd();
        } catch (IOException refusedAtOnce) {
            // the end may come together with the server's Finished
        }
        Path log = Path.of(System.getProperty("karaf.log", System.getProperty("karaf.data") + "/log"), "hotcut.log");
        await("the reason").atMost(SOON).until(() -> Files.readString(log).lines().anyMatch(line -> line.contains("certificate refused") && line.contains("too weak")));
        assertEquals(List.of(), List.copyOf(location.find("carol@example.org")));
    }

    @Test
    public void javaItselfIsAsStrictAsBefore() throws Exception {
        connect("old", "TLSv1", CBC).close();
        assertTrue(Arrays.asList(Security.getProperty("jdk.tls.disabledAlgorithms").split(", *")).containsAll(List.of("TLSv1", "TLSv1.1")));
        assertFalse(Arrays.asList(SSLContext.getDefault().getDefaultSSLParameters().getProtocols()).contains("TLSv1"));
    }
}
