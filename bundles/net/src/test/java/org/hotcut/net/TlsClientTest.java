package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that we open to other domains, from one whole {@code net} to another. */
class TlsClientTest {
    private final Issued authority = Issued.root("CN=Test authority");
    private final NetFixture ours = new NetFixture();
    private final NetFixture theirs = new NetFixture();
    private InetSocketAddress there;

    @BeforeEach
    void listen() {
        present(ours, "example.org", "example.com");
        present(theirs, "example.net");
        ours.bind("tls");
        theirs.bind("tls");
        there = theirs.listen(new ListenerSettings("tls", Protocol.TLS, at("127.0.0.1", 0), null, 0, true, ListenerSettings.PUBLIC, 1 << 20, NetFixture.LIMITS));
    }

    @AfterEach
    void close() {
        ours.close();
        theirs.close();
    }

    private Issued issued(String domain) {
        return Issued.draft("CN=" + domain).names("URI:sip:" + domain, "DNS:" + domain).by(authority);
    }

    private void present(NetFixture net, String... domains) {
        net.net.tls().install(List.of(domains).stream().map(domain -> issued(domain).credential(List.of(domain))).toList(), List.of(authority.der()));
    }

    private CompletableFuture<Flow> open(InetSocketAddress to, String name, String own) {
        return ours.net.connect(Protocol.TLS, to, name, own).toCompletableFuture();
    }

    private Set<String> shown() {
        return theirs.net.list().stream().map(FlowInfo::peerChain).filter(chain -> !chain.isEmpty())
            .map(chain -> DomainNames.of(Credentials.certificate(chain.get(0))).toString()).collect(Collectors.toSet());
    }

    @Test
    void showsTheCertificateOfTheDomainItSpeaksForAlsoWhenTheSessionIsResumed() {
        Flow org = open(there, "example.net", "example.org").join();
        until(() -> shown().equals(Set.of("example.org")));
        Flow com = open(there, "example.net", "example.com").join();
        until(() -> shown().equals(Set.of("example.org", "example.com")));
        assertNotEquals(org, com, "a connection on which we are example.org does not carry what example.com says");
        assertEquals(com, open(there, "example.net", "example.com").join());
        assertEquals(org, open(there, "example.net", null).join(), "the first certificate when it is nobody's name in particular");
        assertEquals(org, open(there, "example.net", "elsewhere.example").join());
        ours.net.close(org.id(), "so that the next one resumes the session");
        until(() -> ours.net.find(org.id()) == null);
        open(there, "example.net", "example.org").join();
        until(() -> shown().equals(Set.of("example.org", "example.com")));
    }

    @Test
    void aConnectionProvenForOneDomainIsNeverUsedForAnother() {
        open(there, "example.net", null).join();
        CompletionException fault = assertThrows(CompletionException.class, () -> open(there, "example.edu", null).join());
        IOException reason = assertInstanceOf(IOException.class, fault.getCause());
        assertTrue(reason.getMessage().endsWith("the certificate is for example.net, not for example.edu"), reason.getMessage());
        assertInstanceOf(SSLException.class, reason.getCause());
        assertEquals(1, ours.net.list().size());
    }

    @Test
    void believesAPeerWhoseCertificateIsForSipDomainsOnly() {
        KeyPurposeId sipDomain = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.20"));
        theirs.net.tls().install(List.of(Issued.draft("CN=x").names("URI:sip:example.net").purposes(sipDomain).by(authority).credential(List.of("example.net"))), List.of());
        assertTrue(ours.net.isOpen(open(there, "example.net", null).join()));
    }

    @Test
    void offersNothingBelowVersion12() throws GeneralSecurityException {
        ServerKeys.Key key = Credentials.parse(issued("example.org").credential(List.of("example.org")));
        SSLEngine engine = new TlsClient(List.of(key)).engine(key.names(), "example.net", 5061);
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), List.of(engine.getEnabledProtocols()));
    }

    @Test
    void leavesItToTheJudgeWhoseAuthoritiesCountAndSaysThatSomebodyMust() {
        Issued other = Issued.root("CN=Unknown to us");
        theirs.net.tls().install(List.of(Issued.draft("CN=x").names("DNS:example.net").by(other).credential(List.of("example.net"))), List.of());
        assertTrue(ours.net.isOpen(open(there, "example.net", null).join()));
        assertEquals(List.of(true), ours.judge.asked.stream().map(PeerCertificate::required).toList());
        assertEquals("example.net", ours.judge.asked.get(0).dialled());
        until(() -> theirs.judge.asked.size() == 1);
        assertEquals(List.of(false), theirs.judge.asked.stream().map(PeerCertificate::required).toList(), "whom we want a certificate of only");
    }

    @Test
    void saysWhyACertificateWasRefusedByWhoJudgesIt() {
        ours.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.refused("1", "it was taken back"));
        CompletionException fault = assertThrows(CompletionException.class, () -> open(there, "example.net", null).join());
        assertTrue(fault.getCause().getMessage().endsWith("certificate refused: it was taken back"), fault.getCause().getMessage());
        assertInstanceOf(SSLException.class, fault.getCause().getCause());
    }

    @Test
    void aPeerThatNeverSpeaksTlsHoldsUpNobodyElse() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            List<CompletableFuture<Flow>> calls = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                calls.add(open(at("127.0.0.1", silent.getLocalPort()), "example.net", null));
            }
            assertEquals(1, ours.net.status().get("connections being opened"), "all of them wait for one attempt");
            CompletableFuture<Boolean> before = new CompletableFuture<>();
            CompletableFuture<Flow> called = open(there, "example.net", null);
            called.thenRun(() -> before.complete(!calls.get(0).isDone()));
            Flow other = called.join();
            assertTrue(ours.net.send(other, "ping\n".getBytes(StandardCharsets.UTF_8)));
            assertTrue(before.join(), "meanwhile others are called");
            for (CompletableFuture<Flow> call : calls) {
                assertThrows(ExecutionException.class, () -> call.get(60, TimeUnit.SECONDS), "and it is given up");
            }
            assertEquals(0, ours.net.status().get("connections being opened"));
        }
    }
}
