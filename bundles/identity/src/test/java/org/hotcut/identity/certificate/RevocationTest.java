package org.hotcut.identity.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.identity.TestConfig;
import org.hotcut.testkit.Authority;
import org.hotcut.testkit.FakeWork;
import org.hotcut.testkit.OcspResponder;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates whose authority says by OCSP whether it has taken them back: asked, or brought along by the peer ("stapled"). */
class RevocationTest {
    private final Authority authority = Authority.root("Own", Instant.now());
    @TempDir
    Path folder;
    private OcspResponder responder;
    private X509Certificate good;
    private X509Certificate revoked;

    @BeforeEach
    void anAuthorityThatAnswers() throws IOException {
        assumeTrue(OcspResponder.reasonToSkip() == null, OcspResponder.reasonToSkip());
        responder = new OcspResponder(folder, authority);
        good = edu();
        revoked = edu();
        responder.good(good);
        responder.revoked(revoked);
    }

    @AfterEach
    void close() {
        if (responder != null) {
            responder.close();
        }
    }

    private X509Certificate edu() {
        return authority.peer("CN=x").dns("example.edu").askedAt(responder.url()).issue();
    }

    private Verdict judge(String revocation, X509Certificate certificate, byte[]... staples) {
        TrustProfiles profiles = new TrustProfiles(Map.of(), folder, () -> List.of(Authority.der(authority.certificate())));
        Judge judge = new Judge(new FakeWork(), Sip.parser(), TestConfig.certificates(false, revocation, "close"), profiles, Clock.systemUTC());
        PeerCertificate presented = new PeerCertificate("tls", "public", false, new InetSocketAddress("192.0.2.1", 40_000), "example.edu", true, List.of(Authority.der(certificate)),
            Arrays.asList(staples));
        return judge.judge(presented).toCompletableFuture().join();
    }

    private static void assertProven(Verdict verdict) {
        assertEquals(List.of("example.edu"), verdict.identities().stream().map(Identity::name).toList(), verdict.refusal());
    }

    private static void assertRefused(String why, Verdict verdict) {
        assertEquals(List.of(), verdict.identities());
        assertTrue(verdict.refusal().contains(why), verdict.refusal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "hard"})
    void theAuthorityThatTheCertificateNamesIsAsked(String revocation) {
        assertProven(judge(revocation, good));
        assertRefused("it was revoked", judge(revocation, revoked));
        assertEquals(2, responder.asked());
    }

    @Test
    void nobodyIsAskedWhenItIsOff() {
        assertProven(judge("off", revoked));
        assertEquals(0, responder.asked());
    }

    @Test
    void whenItDoesNotAnswerTheCertificateCountsSoftlyAndNotHard() {
        responder.close();
        assertProven(judge("soft", good));
        assertRefused("nobody says whether it was revoked", judge("hard", good));
    }

    @Test
    void whenItDoesNotKnowTheCertificateItCountsSoftlyAndNotHard() {
        X509Certificate unknown = edu();
        assertProven(judge("soft", unknown));
        assertRefused("nobody says whether it was revoked", judge("hard", unknown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "hard"})
    void whatThePeerBringsSparesTheQuestion(String revocation) throws IOException {
        byte[] word = responder.says(good);
        byte[] bad = responder.says(revoked);
        responder.close();
        assertProven(judge(revocation, good, word));
        assertRefused("it was revoked", judge(revocation, revoked, bad));
        assertEquals(0, responder.asked());
    }

    @Test
    void whatThePeerBringsOfAnotherCertificateOrOfNobodyIsNoAnswer() throws IOException {
        byte[] word = responder.says(good);
        for (byte[] brought : List.of(word, new byte[] {1, 2, 3}, new byte[0])) {
            assertRefused("it was revoked", judge("soft", revoked, brought));
        }
        responder.close();
        for (byte[] brought : List.of(word, new byte[] {1, 2, 3}, new byte[0])) {
            assertRefused("nobody says whether it was revoked", judge("hard", edu(), brought));
        }
    }
}
