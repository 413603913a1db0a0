package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.testkit.Authority;
import org.hotcut.testkit.DigestClient;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Three who have proven who they are, each on a TLS connection of his own: the server of example.edu by its domain's certificate, a device of carol's by its maker's, dave by his
 * password. Each asks for what is his, and for what is not.
 */
final class ProvenPeers implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CAROL = "carol@example.org";
    private static final String DAVE = "dave@example.org";

    private final Flows flows;
    private final Configuration identity;
    private final Dictionary<String, Object> before;
    private final Configuration listener;
    private final Stranger edu;
    private final Stranger device;
    private final Stranger dave;
    private final DigestClient password = new DigestClient("dave", "dave");
    private final String challenge;
    private final String firstAnswer;
    private final Map<Flow, List<Identity>> proven = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    private record Asked(Stranger by, String request, String answer) { }

    ProvenPeers(BundleContext context, Flows flows) throws Exception {
        this.flows = flows;
        Authority authority = Authority.root("Proven peers", Instant.now());
        Authority maker = Authority.root("Proven maker", Instant.now());
        Path folder = Files.createDirectories(Path.of(System.getProperty("karaf.etc"), "trust"));
        Files.writeString(folder.resolve("proven-peers.pem"), authority.pem());
        Files.writeString(folder.resolve("proven-maker.pem"), maker.pem());
        Edge edge = new Edge(context);
        ConfigurationAdmin configurations = edge.service(ConfigurationAdmin.class);
        identity = configurations.getConfiguration("org.hotcut.identity", "?");
        before = identity.getProperties();
        Dictionary<String, Object> with = identity.getProperties();
        with.put("trust.public", "public, own, etc/trust/proven-peers.pem");
        with.put("devices.proven", "etc/trust/proven-maker.pem");
        with.put("devices", "00085DFFFFFF=" + CAROL);
        identity.update(with);
        listener = configurations.createFactoryConfiguration("org.hotcut.net.listener", "?");
        Dictionary<String, Object> telephones = new Hashtable<>(Map.of("name", "proven", "protocol", "tls", "address", "127.0.0.1", "port", "0", "client.auth", "want",
                "trust", "proven"));
        listener.update(telephones);
        await("the listener for devices").atMost(SOON).until(() -> devicePort() > 0);

        TrustManager[] trust = trust(edge);
        edu = Stranger.connect(Edge.port("tls"), authority.peer("CN=sip.example.edu").uri("sip:example.edu").tls(trust));
        device = Stranger.connect(devicePort(), maker.peer("CN=00085DFFFFFF,O=Maker").tls(trust));
        dave = Stranger.connect(Edge.port("tls"), edge.tls());
        await("the domain is proven").atMost(SOON).until(() -> identities(edu).equals(List.of("DOMAIN example.edu")));
        await("the device is proven").atMost(SOON).until(() -> identities(device).equals(List.of("DEVICE 00085DFFFFFF", "USER " + CAROL)));
        proven.put(line(edu), flows.verdict(line(edu)).identities());
        proven.put(line(device), flows.verdict(line(device)).identities());

        challenge = Phone.header(answer(dave, register(DAVE), "SIP/2.0 401"), "WWW-Authenticate").substring(7);
        firstAnswer = password.answer(challenge, "REGISTER", "sip:example.org");
        answer(dave, register(DAVE, "Authorization: " + firstAnswer), "SIP/2.0 200");
        proven.put(line(dave), List.of());
    }

    private static TrustManager[] trust(Edge edge) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", edge.authority());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private int devicePort() {
        return flows.endpoints().stream().filter(endpoint -> endpoint.name().equals("proven")).map(endpoint -> endpoint.port()).findFirst().orElse(0);
    }

    private Flow line(Stranger peer) {
        return flows.list().stream().map(FlowInfo::flow).filter(flow -> peer.name().equals(flow.remote().getAddress().getHostAddress() + ':' + flow.remote().getPort()))
                .findFirst().orElse(null);
    }

    private List<String> identities(Stranger peer) {
        Flow line = line(peer);
        Verdict verdict = line == null ? null : flows.verdict(line);
        return verdict == null ? List.of() : verdict.identities().stream().map(one -> one.kind() + " " + one.name()).collect(Collectors.toList());
    }

    private static String register(String user, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Expires: 0");
        return IdentityIT.request("REGISTER", "sip:" + user, "example.org", all.toArray(new String[0])).replace("To: <sip:example.org>", "To: <sip:" + user + '>');
    }

    private String daves() {
        return register(DAVE, "Authorization: " + password.answer(challenge, "REGISTER", "sip:example.org"));
    }

    private static String call(String from) {
        return IdentityIT.request("INVITE", from, "alice@example.org");
    }

    private static String answer(Stranger peer, String request, String start) throws IOException {
        peer.write(request);
        return awaitAnswer(peer, request, start);
    }

    private static String awaitAnswer(Stranger peer, String request, String start) throws IOException {
        String callId = Phone.header(request, "Call-ID");
        String answer = peer.await(text -> text.startsWith("SIP/2.0 ") && !text.startsWith("SIP/2.0 100") && Phone.header(text, "Call-ID").equals(callId), "answer to " + request);
        assertTrue(request + "was answered\n" + answer, answer.startsWith(start));
        return answer;
    }

    /** Each sends what needs his proof, and what it does not cover; nobody waits for an answer. */
    void ask() throws IOException {
        asked.clear();
        send(edu, call("sip:bob@example.edu"), "SIP/2.0 180");
        send(edu, call("sip:ceo@example.org"), "SIP/2.0 403");
        send(edu, call("sip:eve@example.net"), "SIP/2.0 403");
        send(device, register(CAROL), "SIP/2.0 200");
        send(device, register("bob@example.org"), "SIP/2.0 403");
        send(device, call("sip:bob@example.org"), "SIP/2.0 403");
        send(dave, daves(), "SIP/2.0 200");
        send(dave, register(DAVE, "Authorization: " + firstAnswer), "SIP/2.0 401");
        send(dave, call("sip:bob@example.edu"), "SIP/2.0 403");
    }

    private void send(Stranger peer, String request, String start) throws IOException {
        asked.add(new Asked(peer, request, start));
        peer.write(request);
    }

    /** What was asked is answered as if nothing had been away: nobody is challenged anew, no forgery passes, and a nonce count that was used is still known. */
    void awaitAnswers(Phone alice) throws IOException {
        Phone.Call call = alice.awaitCall();
        for (Asked each : asked) {
            String answer = awaitAnswer(each.by, each.request, each.answer);
            if (each.answer.endsWith("401")) {
                assertTrue("a count that was used: " + answer, answer.contains("stale=true"));
            }
        }
        alice.accept(call);
        edu.await("SIP/2.0 200");
    }

    /** The connections are the same, and who was proven on each. */
    void assertProven() {
        proven.forEach((line, who) -> {
            assertTrue(line + " is closed", flows.isOpen(line));
            Verdict verdict = flows.verdict(line);
            assertEquals(who, verdict == null ? List.of() : verdict.identities());
        });
    }

    @Override
    public void close() throws IOException {
        edu.close();
        device.close();
        dave.close();
        listener.delete();
        identity.update(before);
        await("nobody is left").atMost(SOON).until(() -> flows.list().stream().noneMatch(info -> info.flow().protocol() == Protocol.TLS && proven.containsKey(info.flow())));
    }
}
