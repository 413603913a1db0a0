package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.itests.vendor.WebTokenAuthenticator;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.Authority;
import org.hotcut.testkit.TurnClient;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Peers with certificates, over real TLS: who is believed, who is not, and that it stays so while {@code identity} is swapped. */
public class IdentityIT extends HotcutContainer {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final String PID = "org.hotcut.identity";

    @Inject
    private Flows flows;
    @Inject
    private Location location;
    @Inject
    private ConfigurationAdmin configurations;

    private final Authority authority = Authority.root("Test peers", Instant.now());
    private final Authority maker = Authority.root("Test maker", Instant.now());
    private Edge edge;
    private Phone alice;
    private Configuration devices;

    @Before
    public void aliceIsThereAndTwoAuthoritiesCount() throws Exception {
        edge = new Edge(context);
        edge.haveUsers();
        Path folder = Files.createDirectories(Path.of(System.getProperty("karaf.etc"), "trust"));
        Files.writeString(folder.resolve("peers.pem"), authority.pem());
        Files.writeString(folder.resolve("phones.pem"), maker.pem());
        configure("trust.public", "public, own, etc/trust/peers.pem", "devices.phones", "etc/trust/phones.pem", "devices", "");
        devices = configurations.createFactoryConfiguration("org.hotcut.net.listener", "?");
        devices.update(dictionary("name", "phones", "protocol", "tls", "address", "127.0.0.1", "port", "0", "client.auth", "want", "trust", "phones"));
        await("the listener for devices").atMost(SOON).until(() -> port("phones") > 0);
        alice = new Phone(Line.udp(Edge.port("udp")), "alice", "alice");
        alice.register();
    }

    @After
    public void asBefore() throws Exception {
        try {
            alice.unregister();
        } finally {
            alice.close();
            devices.delete();
        }
        await("there is no listener for devices").atMost(SOON).until(() -> port("phones") == 0);
        await("nobody is left").atMost(SOON).until(() -> flows.list().stream().noneMatch(info -> info.flow().protocol() == Protocol.TLS));
    }

    private static Dictionary<String, Object> dictionary(String... pairs) {
        Dictionary<String, Object> values = new Hashtable<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private void configure(String... pairs) throws Exception {
        Configuration configuration = configurations.getConfiguration(PID, "?");
        Dictionary<String, Object> values = configuration.getProperties() == null ? new Hashtable<>() : configuration.getProperties();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        configuration.update(values);
        try {
            await("it is in force").atMost(SOON).until(() -> isInForce(pairs));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("configured is " + configurations.getConfiguration(PID, "?").getProperties() + ", and " + Arrays.toString(pairs) + " is not in force", e);
        }
    }

    /** What a component is configured with is shown by its services. */
    private boolean isInForce(String... pairs) throws InvalidSyntaxException {
        ServiceReference<?>[] services = context.getAllServiceReferences(null, "(hotcut.name=identity)");
        long configured = services == null ? 0 : Arrays.stream(services).filter(service -> service.getProperty(pairs[0]) != null).count();
        return configured >= 2 && Arrays.stream(services).filter(service -> service.getProperty(pairs[0]) != null).allMatch(service -> hasAll(service, pairs));
    }

    private static boolean hasAll(ServiceReference<?> service, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].equals(service.getProperty(pairs[i]))) {
                return false;
            }
        }
        return true;
    }

    /** As an admin does with an editor, once what was configured before stands there. */
    private static void edit(String key, String value) throws IOException {
        Path file = Path.of(System.getProperty("karaf.etc"), PID + ".cfg");
        await("the file").atMost(SOON).until(() -> Files.readString(file).contains("00085D1A2B3C"));
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^" + key + "\\s*=.*$", key + " = " + value));
    }

    private int port(String listener) {
        return flows.endpoints().stream().filter(endpoint -> endpoint.name().equals(listener)).map(Endpoint::port).findFirst().orElse(0);
    }

    private TrustManager[] serverTrust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        byte[] pem = edge.service(CertificateAdmin.class).authorityPem().getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private Stranger peer(Authority.Wanted certificate) throws Exception {
        return Stranger.connect(Edge.port("tls"), certificate.tls(serverTrust()));
    }

    /** Returns a request outside of any dialog. */
    static String request(String method, String from, String to, String... headers) {
        int serial = SERIAL.incrementAndGet();
        return method + " sip:" + to + " SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bKi" + serial + "\r\nMax-Forwards: 70\r\nFrom: <" + from + ">;tag=f" + serial
                + "\r\nTo: <sip:" + to + ">\r\nCall-ID: identity-" + serial + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:peer@127.0.0.1:9;transport=tls>\r\n"
                + Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "Content-Length: 0\r\n\r\n";
    }

    private static Path log() {
        return Path.of(System.getProperty("karaf.log", System.getProperty("karaf.data") + "/log"), "hotcut.log");
    }

    @Test
    public void aDomainReachesOurUsersForItsOwnAndForNobodyElses() throws Exception {
        try (Stranger edu = peer(authority.peer("CN=sip.example.edu").uri("sip:example.edu"))) {
            edu.write(request("INVITE", "sip:bob@example.edu", "alice@example.org"));
            Phone.Call call = alice.awaitCall();
            edu.await("SIP/2.0 180");
            alice.accept(call);
            edu.await("SIP/2.0 200");
            for (String method : List.of("INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH", "OPTIONS")) {
                for (String from : List.of("sip:ceo@example.org", "sip:eve@example.net")) {
                    edu.write(request(method, from, "alice@example.org"));
                    edu.await("SIP/2.0 403");
                }
            }
            edu.write(request("INVITE", "sip:bob@example.edu", "somebody@example.com"));
            edu.await("SIP/2.0 403 Relaying");
            edu.write(request("INVITE", "sip:ceo@example.org", "alice@example.org", "Route: <sip:invented@127.0.0.1:" + Edge.port("tls") + ";transport=tls;lr>"));
            edu.await("SIP/2.0 403");
        }
        await("the audit").atMost(SOON).until(() -> Files.readString(log()).lines().anyMatch(line -> line.contains("From sip:ceo@example.org is not proven")
                && line.contains("refused MESSAGE") && line.contains("example.edu (certificate CN=sip.example.edu)")));
    }

    private List<Authority.Wanted> ofUnknownAuthorities() {
        return List.of(Authority.root("Nobody", Instant.now()).peer("CN=x").dns("example.edu"), maker.peer("CN=x").dns("example.edu"));
    }

    private List<Authority.Wanted> notGoodNow() {
        Instant now = Instant.now();
        return List.of(authority.peer("CN=x").dns("example.edu").between(now.minusSeconds(7200), now.minusSeconds(60)),
                authority.peer("CN=x").dns("example.edu").between(now.plusSeconds(3600), now.plusSeconds(7200)));
    }

    private static void assertClosed(Stranger stranger) throws IOException {
        try {
            stranger.write(request("INVITE", "sip:bob@example.edu", "alice@example.org"));
        } catch (IOException e) {
            return; // closed already
        }
        stranger.awaitEnd();
    }

    @Test
    public void whoseCertificateIsNotGoodNowIsClosed() throws Exception {
        for (Authority.Wanted bad : notGoodNow()) {
            try (Stranger stranger = peer(bad)) {
                assertClosed(stranger);
            }
        }
    }

    @Test
    public void aCertificateOfAnUnknownAuthorityProvesNothingAndItsOwnerMayGiveAPassword() throws Exception {
        for (Authority.Wanted unknown : ofUnknownAuthorities()) {
            try (Stranger stranger = peer(unknown)) {
                stranger.write(request("INVITE", "sip:bob@example.edu", "alice@example.org"));
                stranger.await("SIP/2.0 403");
                stranger.write(request("INVITE", "sip:bob@example.org", "alice@example.org"));
                stranger.await("SIP/2.0 407");
            }
        }
        SSLContext makers = maker.peer("CN=00085D1A2B3D,O=Maker").tls(serverTrust());
        try (Phone phone = new Phone(Line.stream("TLS", socket(makers, Edge.port("tls"))), "bob", "bob")) {
            phone.register();
            phone.unregister();
        }
        await("the log").atMost(SOON).until(() -> Files.readString(log()).lines().anyMatch(line -> line.contains("is nobody in spite of its certificate")
                && line.contains("its authority CN=Test maker is not one of those that count here")));
    }

    @Test
    public void whereACertificateIsRequiredOneThatProvesNothingCloses() throws Exception {
        Configuration strict = configurations.createFactoryConfiguration("org.hotcut.net.listener", "?");
        try {
            strict.update(dictionary("name", "strict", "protocol", "tls", "address", "127.0.0.1", "port", "0", "client.auth", "require", "trust", "public"));
            await("the listener").atMost(SOON).until(() -> port("strict") > 0);
            for (List<Authority.Wanted> bad : List.of(ofUnknownAuthorities(), notGoodNow())) {
                for (Authority.Wanted each : bad) {
                    try (Stranger stranger = Stranger.connect(port("strict"), each.tls(serverTrust()))) {
                        assertClosed(stranger);
                    }
                }
            }
            try (Stranger edu = Stranger.connect(port("strict"), authority.peer("CN=sip.example.edu").dns("example.edu").tls(serverTrust()))) {
                edu.write(request("INVITE", "sip:bob@example.edu", "nobody@example.org"));
                edu.await("SIP/2.0 404");
            }
        } finally {
            strict.delete();
        }
    }

    @Test
    public void aPersonIsThatPersonWithoutAPassword() throws Exception {
        SSLContext bob = authority.peer("CN=Bob").uri("sip:bob@example.org").tls(serverTrust());
        try (Phone phone = new Phone(Line.stream("TLS", socket(bob, Edge.port("tls"))), "bob", "not his password")) {
            phone.register();
            assertEquals(1, location.find("bob@example.org").size());
            FlowInfo line = flows.list().stream().filter(info -> flows.verdict(info.flow()) != null).findFirst().orElseThrow();
            assertEquals(List.of(new Identity(Identity.Kind.USER, "bob@example.org", "certificate CN=Bob")), flows.verdict(line.flow()).identities());
            phone.unregister();
        }
        try (Stranger stranger = Stranger.connect(Edge.port("tls"), bob)) {
            stranger.write(request("INVITE", "sip:carol@example.org", "alice@example.org"));
            stranger.await("SIP/2.0 403");
            stranger.write(request("REGISTER", "sip:carol@example.org", "carol@example.org"));
            stranger.await("SIP/2.0 403");
        }
    }

    private static Socket socket(SSLContext context, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.startHandshake();
        return socket;
    }

    @Test
    public void aDeviceIsWhoItIsMappedToAsLongAsItIs() throws Exception {
        configure("devices", "00085D1A2B3C=carol@example.org");
        SSLContext device = maker.peer("CN=00085d1a2b3c,O=Maker").tls(serverTrust());
        try (Phone phone = new Phone(Line.stream("TLS", socket(device, port("phones"))), "carol", "not her password")) {
            phone.register();
            assertEquals(1, location.find("carol@example.org").size());
            edit("devices", "");
            await("the line is closed").atMost(SOON).until(() -> phone.errors().toString().contains("closed the connection"));
            await("what it registered is gone").atMost(SOON).until(() -> location.find("carol@example.org").isEmpty());
        }
        try (Stranger stranger = Stranger.connect(port("phones"), device)) {
            stranger.write(request("REGISTER", "sip:carol@example.org", "example.org").replace("To: <sip:example.org>", "To: <sip:carol@example.org>"));
            stranger.await("SIP/2.0 401");
        }
    }

    @Test
    public void aServerWithACertificateOfAPrivateAuthorityIsCalledAsLongAsTheAdminSaysSo() throws Exception {
        SSLContext partner = maker.peer("CN=x").dns("partner.example").tls();
        List<Socket> accepted = Collections.synchronizedList(new ArrayList<>());
        try (ServerSocket server = partner.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> accept(server, accepted), "partner.example");
            thread.setDaemon(true);
            thread.start();
            InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
            await("refused").atMost(SOON).until(() -> outcome(there).contains("its authority CN=Test maker is not one of those that count here"));
            configure("trust.partners", "public, own, etc/trust/phones.pem", "outgoing", "partners");
            await("called").atMost(SOON).until(() -> outcome(there).equals("DOMAIN partner.example"));
            configure("outgoing", "public");
            await("closed").atMost(SOON).until(() -> flows.list().stream().noneMatch(FlowInfo::outgoing));
        } finally {
            for (Socket socket : List.copyOf(accepted)) {
                socket.close();
            }
        }
    }

    private static void accept(ServerSocket server, List<Socket> accepted) {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                accepted.add(socket);
                socket.startHandshake();
            } catch (IOException e) {
                continue; // it was refused, or the test is over
            }
        }
    }

    /** Returns who a server was proven to be, or why it was not called. */
    private String outcome(InetSocketAddress there) throws Exception {
        try {
            Flow line = flows.connect(Protocol.TLS, there, "partner.example").toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
            return flows.verdict(line).identities().stream().map(one -> one.kind() + " " + one.name()).collect(Collectors.joining());
        } catch (ExecutionException e) {
            return e.getMessage();
        }
    }

    @Test
    public void whoIsProvenStaysSoWhileIdentityIsAway() throws Exception {
        Bundle identity = Arrays.stream(context.getBundles()).filter(bundle -> bundle.getSymbolicName().equals("org.hotcut.identity")).findFirst().orElseThrow();
        try (Stranger edu = peer(authority.peer("CN=sip.example.edu").dns("example.edu"))) {
            edu.write(request("OPTIONS", "sip:bob@example.edu", "example.org"));
            edu.await("SIP/2.0 200");
            FlowInfo line = flows.list().stream().filter(info -> flows.verdict(info.flow()) != null).findFirst().orElseThrow();
            Verdict before = flows.verdict(line.flow());
            identity.stop();
            try {
                edu.write(request("INVITE", "sip:bob@example.edu", "alice@example.org"));
                assertEquals(before, flows.verdict(line.flow()));
            } finally {
                identity.start();
            }
            alice.awaitCall();
            edu.await("SIP/2.0 180");
            assertTrue("the line is another", flows.isOpen(line.flow()));
            assertEquals(before.identities(), flows.verdict(line.flow()).identities());
        }
    }

    /** Its loops are those of media, which tick for SIP only while there is any. */
    @Test
    public void sipOnAPortThatItSharesWithRelayedMediaHasItsTimersToo() throws Exception {
        Configuration shared = configurations.createFactoryConfiguration("org.hotcut.net.listener", "?");
        AtomicInteger invites = new AtomicInteger();
        try {
            shared.update(dictionary("name", "shared", "protocol", "tls", "protocols", "turn, sip", "address", "127.0.0.1", "port", "0"));
            await("the shared listener").atMost(SOON).until(() -> port("shared") > 0);
            try (TurnClient media = TurnClient.tls(new InetSocketAddress(InetAddress.getLoopbackAddress(), port("shared")), edge.tls(), null);
                    Phone bob = new Phone(Line.stream("TLS", socket(edge.tls(), port("shared"))), "bob", "bob");
                    Phone carol = new Phone(Line.udp(Edge.port("udp")).counting("INVITE", invites), "carol", "carol")) {
                media.login("bob", "bob").allocate();
                carol.register();
                bob.register();
                Phone.Call asked = bob.invite("carol");
                CompletableFuture<Phone.Call> authorized = new CompletableFuture<>();
                new Thread(() -> authorized.completeAsync(() -> authorized(bob, asked), Runnable::run)).start();
                await("Timer A").atMost(SOON).until(() -> invites.get() > 1);
                Phone.Call in = carol.awaitCall();
                Phone.Call out = authorized.get(SOON.toSeconds(), TimeUnit.SECONDS);
                bob.awaitRinging(out);
                carol.accept(in);
                Phone.Call up = bob.awaitAnswer(out);
                carol.awaitAcknowledgement(in);
                bob.hangUp(up);
                carol.awaitHangUp(in);
                bob.awaitEnd(up);
                assertEquals(600, media.refresh(600));
                assertEquals(List.of(), bob.errors());
                bob.unregister();
                carol.unregister();
            }
        } finally {
            shared.delete();
        }
        await("there is no shared listener").atMost(SOON).until(() -> port("shared") == 0);
    }

    private static Phone.Call authorized(Phone phone, Phone.Call call) {
        try {
            return phone.authorize(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void aVendorsAuthenticatorIsBelievedAndWaitedFor() throws Exception {
        Path jar = VendorBundle.authenticator();
        Configuration core = configurations.getConfiguration("org.hotcut.sip.core", "?");
        Dictionary<String, Object> as = core.getProperties();
        Dictionary<String, Object> with = core.getProperties();
        with.put("chain", "web-token, " + as.get("chain"));
        Bundle vendor = context.installBundle(jar.toUri().toString());
        try {
            vendor.start();
            core.update(with);
            try (Stranger web = Stranger.connect(Edge.port("tls"), edge.tls())) {
                await("the link is in the chain").atMost(SOON).until(() -> status(web, "X-Web-Token: " + WebTokenAuthenticator.TOKEN).startsWith("SIP/2.0 200"));
                assertTrue(status(web, "X-Web-Token: forged").startsWith("SIP/2.0 401"));
                web.write(request("INVITE", "sip:carol@example.org", "alice@example.org", "X-Web-Token: " + WebTokenAuthenticator.TOKEN));
                web.await("SIP/2.0 403");
                vendor.stop();
                long began = System.nanoTime();
                web.write(request("MESSAGE", "sip:alice@example.org", "bob@example.org", "X-Web-Token: " + WebTokenAuthenticator.TOKEN));
                web.await("SIP/2.0 503");
                assertTrue("too early", System.nanoTime() - began > 7_000_000_000L);
            }
        } catch (IOException e) {
            fail(e.toString());
        } finally {
            core.update(as);
            vendor.uninstall();
            Files.delete(jar);
        }
        // a configuration is taken up later, and until then every request waits for the authenticator that is gone
        try (Stranger web = Stranger.connect(Edge.port("tls"), edge.tls())) {
            await("the chain is as it was").atMost(SOON).until(() -> status(web, "X-Web-Token: none").startsWith("SIP/2.0 401"));
        }
    }

    private static String status(Stranger web, String header) throws IOException {
        String register = request("REGISTER", "sip:alice@example.org", "alice@example.org", header, "Expires: 60").replaceFirst("sip:alice@example.org SIP", "sip:example.org SIP");
        web.write(register);
        return web.await("SIP/2.0 ");
    }
}
