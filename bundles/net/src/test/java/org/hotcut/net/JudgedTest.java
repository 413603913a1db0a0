package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore;
import org.hotcut.core.api.net.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line carries before and after its peer's certificate was judged. */
class JudgedTest {
    private static final Identity EDU = new Identity(Identity.Kind.DOMAIN, "example.edu", "certificate");
    private static final Identity ORG = new Identity(Identity.Kind.DOMAIN, "example.org", "certificate");

    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final TlsStore.Credential own = certificates.credential("EC", "phone.test");
    private final CompletableFuture<Verdict> open = new CompletableFuture<>();
    private LineTransport transport;
    private InetSocketAddress there;
    private SSLContext client;

    @BeforeEach
    void aListenerThatAsks() throws Exception {
        transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tls");
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test", "127.0.0.1")), certificates.authorities());
        there = fixture.listen(new ListenerSettings("tls", Protocol.TLS, at("127.0.0.1", 0), null, 0, true, "phones", 1 << 20, NetFixture.LIMITS));
        client = client(new SocketKeys(new ServerKeys(List.of(Credentials.parse(own)))));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private SSLContext client(KeyManager... keys) throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("ca", certificates.authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(there.getAddress(), there.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private void proves(Identity... identities) {
        fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.proven(fixture.judge.policy, List.of(identities), Long.MAX_VALUE));
    }

    /** Returns the only flow there is, when it is open. */
    private Flow flow() {
        until(() -> fixture.net.list().size() == 1);
        return fixture.net.list().iterator().next().flow();
    }

    private static void assertEnds(SSLSocket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return; // it was closed on what the client had sent
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void nothingIsCarriedWithoutAVerdict(String version) throws IOException {
        fixture.judge.verdict = presented -> open;
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            write(socket, "one\n");
            until(() -> fixture.judge.asked.size() == 1);
            write(socket, "two\n");
            assertEquals("tls phones", fixture.judge.asked.get(0).listener() + ' ' + fixture.judge.asked.get(0).trust());
            assertArrayEquals(own.chain().get(0), fixture.judge.asked.get(0).chain().get(0));
            assertFalse(fixture.judge.asked.get(0).outgoing());
            assertEquals(List.of(), transport.messages);
            assertTrue(fixture.net.list().isEmpty());
            open.complete(Verdict.proven("1", List.of(EDU), Long.MAX_VALUE));
            assertEquals("re: one\nre: two\n", read(socket, 16));
            assertEquals(List.of(EDU), fixture.net.verdict(flow()).identities());
        }
    }

    @Test
    void whoShowsNoCertificateIsNotJudged() throws Exception {
        client = client();
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            assertNull(fixture.net.verdict(flow()));
            assertEquals(List.of(), fixture.judge.asked);
        }
    }

    @Test
    void whoIsRefusedIsClosed() throws IOException {
        fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.refused("1", "it has expired"));
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEnds(socket);
        } catch (IOException e) {
            assertEquals(1, fixture.judge.asked.size(), e.toString());
        }
        until(() -> fixture.drops(Drops.Reason.CERTIFICATE_REFUSED) == 1);
        assertEquals(List.of(), transport.messages);
    }

    @Test
    void withoutAJudgeALineWaitsForOne() throws IOException {
        fixture.net.unbind(fixture.judge);
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            until(() -> String.valueOf(fixture.net.status().get("certificates waiting to be judged")).equals("1"));
            assertEquals(List.of(), transport.messages);
            fixture.net.bind(fixture.judge, Map.of());
            assertEquals("re: x\n", read(socket, 6));
        }
    }

    @Test
    void whoIsNotJudgedInTimeIsClosed() throws IOException {
        fixture.judge.verdict = presented -> CompletableFuture.failedStage(new IOException("cannot say"));
        long began = System.nanoTime();
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEnds(socket);
        }
        assertTrue(System.nanoTime() - began > 7_000_000_000L, "too early");
        assertTrue(fixture.judge.asked.size() > 1, "asked again meanwhile");
        assertEquals(1, fixture.drops(Drops.Reason.UNJUDGED));
        assertEquals(List.of(), transport.messages);
    }

    @Test
    void aVerdictOutlivesItsJudge() throws IOException {
        proves(EDU);
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            fixture.net.unbind(fixture.judge);
            write(socket, "y\n");
            assertEquals("re: y\n", read(socket, 6));
            assertEquals(List.of(EDU), fixture.net.verdict(flow()).identities());
            ScriptedJudge next = new ScriptedJudge();
            fixture.net.bind(next, Map.of());
            write(socket, "z\n");
            assertEquals("re: z\n", read(socket, 6));
            assertEquals(List.of(), next.asked, "the same policy: nothing to ask");
        }
    }

    @Test
    void whatAJudgeLeavesOpenGoesToTheNext() throws IOException {
        fixture.judge.verdict = presented -> open;
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            until(() -> fixture.judge.asked.size() == 1);
            fixture.net.unbind(fixture.judge);
            fixture.net.bind(new ScriptedJudge(), Map.of());
            assertEquals("re: x\n", read(socket, 6));
            open.complete(Verdict.refused("1", "too late to be heard"));
            write(socket, "y\n");
            assertEquals("re: y\n", read(socket, 6));
        }
    }

    @Test
    void afterAChangeOfPolicyEverybodyIsJudgedAgain() throws IOException {
        proves(EDU);
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            fixture.judge.policy = "2";
            proves(EDU, ORG);
            changePolicy();
            until(() -> fixture.net.verdict(flow()).policy().equals("2"));
            write(socket, "y\n");
            assertEquals("re: y\n", read(socket, 6));
            fixture.judge.policy = "3";
            proves(ORG);
            changePolicy();
            assertEnds(socket);
        }
    }

    @Test
    void whoIsRefusedAfterAChangeOfPolicyIsClosed() throws IOException {
        proves(EDU);
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            fixture.judge.policy = "2";
            fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.refused("2", "revoked"));
            changePolicy();
            assertEnds(socket);
        }
        assertEquals(1, fixture.drops(Drops.Reason.CERTIFICATE_REFUSED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoIsNotProvenAnyMoreIsToldOfBeforeTheEnd(boolean isRefused) throws IOException {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        fixture.net.bind(new FlowListener() {
            @Override
            public void closed(Flow flow) {
                heard.add("closed");
            }

            @Override
            public void disproved(Flow flow, List<Identity> lost) {
                heard.add("lost " + lost);
            }
        });
        proves(EDU, ORG);
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            fixture.judge.policy = "2";
            proves(ORG);
            if (isRefused) {
                fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.refused("2", "revoked"));
            }
            changePolicy();
            assertEnds(socket);
        }
        until(() -> heard.size() == 2);
        assertEquals(List.of("lost " + (isRefused ? List.of(EDU, ORG) : List.of(EDU)), "closed"), heard);
    }

    @Test
    void whoseCertificateIsIgnoredIsNobodyAndMayStay() throws IOException {
        fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.ignored("1", "certificate CN=x: of nobody we know", Long.MAX_VALUE));
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            assertEquals(List.of(), fixture.net.verdict(flow()).identities());
            assertFalse(fixture.judge.asked.get(0).required());
        }
    }

    @Test
    void aListenerThatRequiresACertificateTellsTheJudge() throws IOException {
        fixture.net.listeners().put("must", new ListenerSettings("must", Protocol.TLS, Spoken.only("tls"), at("127.0.0.1", 0), null, 0,
            TlsPolicy.of("TLSv1.2", List.of(), TlsPolicy.ClientAuth.REQUIRE, Set.of(), "phones"), 1 << 20, NetFixture.LIMITS));
        there = fixture.endpoint("must").local();
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            assertTrue(fixture.judge.asked.get(0).required());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSessionInWhichNobodyWasAskedIsNotResumedWhereTheListenerAsksSince(String version) throws IOException {
        proves(EDU);
        for (boolean asks : new boolean[] {false, true, false}) {
            fixture.listen(new ListenerSettings("tls", Protocol.TLS, at("127.0.0.1", 0), null, 0, asks, "phones", 1 << 20, NetFixture.LIMITS));
            session(version, asks ? EDU : null);
        }
    }

    private void session(String version, Identity expected) throws IOException {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            Verdict verdict = fixture.net.verdict(flow());
            assertEquals(expected == null ? null : List.of(expected), verdict == null ? null : verdict.identities());
        } finally {
            until(() -> fixture.net.list().isEmpty());
        }
    }

    @Test
    void whoCameBeforeOtherAuthoritiesCountAtTheListenerIsJudgedByThose() throws IOException {
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            fixture.listen(new ListenerSettings("tls", Protocol.TLS, at("127.0.0.1", 0), null, 0, true, "peers", 1 << 20, NetFixture.LIMITS));
            until(() -> fixture.judge.asked.size() > 1);
            assertEquals("peers", fixture.judge.asked.get(1).trust());
            write(socket, "y\n");
            assertEquals("re: y\n", read(socket, 6));
        }
    }

    /** A new version of the judge comes. */
    private void changePolicy() {
        fixture.net.unbind(fixture.judge);
        fixture.net.bind(fixture.judge, Map.of());
    }

    @Test
    void aVerdictThatHasGrownOldIsAskedForAgain() throws IOException {
        fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.proven("1", List.of(EDU), System.currentTimeMillis()));
        try (SSLSocket socket = connect()) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            until(() -> fixture.judge.asked.size() >= 2);
            write(socket, "y\n");
            assertEquals("re: y\n", read(socket, 6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aResumedSessionIsJudgedAnew(String version) throws IOException {
        proves(EDU);
        byte[] first = session(version);
        proves(ORG);
        byte[] second = session(version);
        if (version.equals("TLSv1.2")) {
            assertArrayEquals(first, second, "was not resumed: the test shows nothing");
        }
        assertEquals(2, fixture.judge.asked.size());
        assertArrayEquals(own.chain().get(0), fixture.judge.asked.get(1).chain().get(0));
    }

    private byte[] session(String version) throws IOException {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            assertEquals(fixture.judge.asked.size() == 1 ? EDU : ORG, fixture.net.verdict(flow()).identities().get(0));
            return socket.getSession().getId();
        } finally {
            until(() -> fixture.net.list().isEmpty());
        }
    }

    @Test
    void whomWeCallIsJudgedBeforeAnythingIsSent() throws IOException {
        fixture.judge.verdict = presented -> presented.outgoing() ? open : CompletableFuture.completedStage(Verdict.proven("1", List.of(), Long.MAX_VALUE));
        CompletableFuture<Flow> connected = fixture.net.connect(Protocol.TLS, there, "a.test").toCompletableFuture();
        until(() -> fixture.judge.asked.stream().anyMatch(presented -> "a.test".equals(presented.dialled())));
        assertFalse(connected.isDone());
        open.complete(Verdict.proven("1", List.of(EDU), Long.MAX_VALUE));
        assertEquals(List.of(EDU), fixture.net.verdict(connected.join()).identities());
    }
}
