package org.hotcut.identity.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.identity.Config;
import org.hotcut.identity.TestConfig;
import org.hotcut.testkit.Authority;
import org.hotcut.testkit.FakeWork;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final KeyPurposeId SIP_DOMAIN = KeyPurposeId.getInstance(new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.20"));

    private final Authority authority = Authority.root("Own", NOW);
    private final Authority maker = Authority.root("Maker", NOW);
    private final Map<String, String> properties = new HashMap<>();
    private Config config = TestConfig.certificates(false, "off", "close");
    @TempDir
    Path base;

    private Judge judge() {
        TrustProfiles profiles = new TrustProfiles(properties, base, () -> List.of(Authority.der(authority.certificate())));
        return new Judge(new FakeWork(), Sip.parser(), config, profiles, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Verdict judge(X509Certificate... chain) {
        return judgeBy("public", chain);
    }

    private Verdict judgeBy(String trust, X509Certificate... chain) {
        return judgeBy(trust, false, chain);
    }

    private Verdict judge(String trust, String dialled, boolean required, X509Certificate... chain) {
        return judge(trust, false, dialled, required, chain);
    }

    private Verdict judgeBy(String trust, boolean old, X509Certificate... chain) {
        return judge(trust, old, null, false, chain);
    }

    private Verdict judge(String trust, boolean old, String dialled, boolean required, X509Certificate... chain) {
        List<byte[]> der = Arrays.stream(chain).map(Authority::der).toList();
        InetSocketAddress remote = new InetSocketAddress("192.0.2.1", 40_000);
        return judge().judge(new PeerCertificate("tls", trust, old, remote, dialled, required, der, List.of())).toCompletableFuture().join();
    }

    private String policy() {
        return judge().policy().toCompletableFuture().join();
    }

    private void write(String file, X509Certificate... certificates) throws IOException {
        StringBuilder pem = new StringBuilder("some words before\n");
        for (X509Certificate certificate : certificates) {
            pem.append(Authority.pem(certificate));
        }
        Path path = base.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, pem, StandardCharsets.US_ASCII);
    }

    private static void assertRefused(String why, Verdict verdict) {
        assertEquals(List.of(), verdict.identities());
        assertTrue(verdict.refusal() != null && verdict.refusal().startsWith("certificate CN=x: ") && verdict.refusal().contains(why), verdict.refusal());
    }

    private static void assertDomain(String domain, Verdict verdict) {
        assertNull(verdict.refusal());
        assertEquals(List.of(new Identity(Kind.DOMAIN, domain, "certificate CN=x")), verdict.identities());
    }

    private Authority.Wanted edu() {
        return authority.peer("CN=x").dns("example.edu");
    }

    @Nested
    class TheChain {
        @Test
        void isVouchedForByAnAuthorityThatCounts() {
            Verdict verdict = judge(edu().issue());
            assertDomain("example.edu", verdict);
            assertEquals(NOW.plus(Duration.ofHours(1)).toEpochMilli(), verdict.until());
        }

        @Test
        void ofAnUnknownAuthorityIsRefused() {
            assertRefused("CN=Maker is not one of those that count", judge(maker.peer("CN=x").dns("example.edu").issue()));
        }

        @Test
        void ofAnAuthorityThatOnlyBearsTheNameIsRefused() {
            assertRefused("was not signed by its authority", judge(Authority.root("Own", NOW).peer("CN=x").dns("example.edu").issue()));
        }

        @Test
        void thatHasExpiredIsRefused() {
            assertRefused("it expired on 2026-06-01T11:59:59Z", judge(edu().between(NOW.minusSeconds(60), NOW.minusSeconds(1)).issue()));
        }

        @Test
        void thatIsNotValidYetIsRefused() {
            assertRefused("it is not valid before 2026-06-01T12:00:01Z", judge(edu().between(NOW.plusSeconds(1), NOW.plusSeconds(60)).issue()));
        }

        @Test
        void mayHaveAnIntermediateInAnyOrderButNotLackIt() {
            Authority middle = authority.below("Middle", true);
            Authority lower = middle.below("Lower", true);
            X509Certificate own = lower.peer("CN=x").dns("example.edu").issue();
            assertDomain("example.edu", judge(own, lower.certificate(), middle.certificate()));
            assertDomain("example.edu", judge(own, authority.certificate(), middle.certificate(), maker.certificate(), lower.certificate()));
            assertRefused("its authority CN=Lower", judge(own, middle.certificate()));
            assertRefused("its authority CN=Middle", judge(own, lower.certificate()));
        }

        @Test
        void underAnAuthorityThatHasExpiredOrBeginsLaterIsRefused() throws IOException {
            for (Duration away : List.of(Duration.ofDays(-1), Duration.ofDays(1))) {
                Authority root = Authority.root("Away", NOW.plus(away));
                Authority middle = root.below("Middle", true);
                write("etc/trust/away.pem", root.certificate());
                properties.put("trust.away", "etc/trust/away.pem");
                X509Certificate own = middle.peer("CN=x").dns("example.edu").between(NOW.minusSeconds(60), NOW.plusSeconds(60)).issue();
                assertRefused("the certificate of an authority of it " + (away.isNegative() ? "has expired" : "is not valid yet"), judgeBy("away", own, middle.certificate()));
            }
        }

        @Test
        void thatTheAdminHasNamedItselfIsGoodAsLongAsItIsValid() throws IOException {
            List<X509Certificate> named = List.of(maker.peer("CN=x").dns("example.edu").between(NOW.minusSeconds(60), NOW.minusSeconds(1)).issue(),
                maker.peer("CN=x").dns("example.edu").between(NOW.plusSeconds(1), NOW.plusSeconds(60)).issue());
            write("etc/trust/named.pem", named.toArray(X509Certificate[]::new));
            properties.put("trust.named", "etc/trust/named.pem");
            assertRefused("it expired", judgeBy("named", named.get(0)));
            assertRefused("it is not valid before", judgeBy("named", named.get(1)));
        }

        @Test
        void overACertificateThatIsNoAuthoritysIsRefused() {
            Authority peer = authority.below("Peer", false);
            assertRefused("issued by a certificate that is no authority's", judge(peer.peer("CN=x").dns("example.edu").issue(), peer.certificate()));
        }

        @Test
        void thatGoesInACircleIsRefused() {
            Authority one = maker.below("One", true);
            assertRefused("its authority", judge(one.peer("CN=x").dns("example.edu").issue(), one.certificate(), maker.certificate()));
        }

        @Test
        void ofElevenIsRefused() {
            X509Certificate[] many = new X509Certificate[11];
            Arrays.fill(many, authority.certificate());
            many[0] = edu().issue();
            assertRefused("more than 10", judge(many));
        }
    }

    @Nested
    class ThePurpose {
        @Test
        void ofAServerAClientASipDomainAnyOrNoneIsGoodBetweenServers() {
            for (KeyPurposeId purpose : List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth, SIP_DOMAIN, KeyPurposeId.anyExtendedKeyUsage)) {
                assertDomain("example.edu", judge(edu().purposes(purpose).issue()));
            }
            assertDomain("example.edu", judge(edu().purposes(KeyPurposeId.id_kp_codeSigning, KeyPurposeId.id_kp_serverAuth).issue()));
        }

        @Test
        void ofAnotherKindIsRefused() {
            assertRefused("neither for TLS nor for SIP domains", judge(edu().purposes(KeyPurposeId.id_kp_emailProtection).issue()));
        }

        @Test
        void ofAServerIsRefusedAmongDevices() throws IOException {
            devices();
            assertRefused("is not for clients", judgeBy("phones", maker.peer("CN=x").purposes(KeyPurposeId.id_kp_serverAuth).issue()));
            assertNull(judgeBy("phones", maker.peer("CN=x").purposes(KeyPurposeId.id_kp_clientAuth).issue()).refusal());
        }

        @Test
        void ofAKeyThatMayNotSignIsRefused() {
            assertRefused("not for signatures", judge(edu().usage(KeyUsage.keyEncipherment).issue()));
            assertDomain("example.edu", judge(edu().usage(KeyUsage.digitalSignature).issue()));
        }
    }

    private void devices(String... mapped) throws IOException {
        write("etc/trust/phones.pem", maker.certificate());
        properties.put("devices.phones", "etc/trust/phones.pem");
        config = TestConfig.certificates(false, "off", "close", mapped);
    }

    @Nested
    class Devices {
        @Test
        void areTheUsersTheyAreMappedTo() throws IOException {
            devices("00085d1a2b3c=alice@Example.org, other=bob@example.org", "00085D1A2B3C=carol@example.org");
            assertEquals(List.of(new Identity(Kind.DEVICE, "00085D1A2B3C", "certificate CN=00085D1A2B3C"),
                new Identity(Kind.USER, "alice@example.org", "certificate of device 00085D1A2B3C"),
                new Identity(Kind.USER, "carol@example.org", "certificate of device 00085D1A2B3C")), judgeBy("phones", maker.peer("CN=00085D1A2B3C").issue()).identities());
        }

        @Test
        void thatAreNotMappedAreNobodyAndMayStay() throws IOException {
            devices("other=bob@example.org");
            Verdict verdict = judgeBy("phones", maker.peer("CN=00085D1A2B3C").issue());
            assertEquals(List.of(), verdict.identities());
            assertNull(verdict.refusal());
        }

        @Test
        void areNeverDomainsOrUsersByTheirNames() throws IOException {
            devices();
            assertEquals(List.of(), judgeBy("phones", maker.peer("CN=x").dns("example.org").issue()).identities());
            assertEquals(List.of(), judgeBy("phones", maker.peer("CN=x").uri("sip:alice@example.org").issue()).identities());
        }

        @Test
        void needTheirMakersAuthority() throws IOException {
            devices();
            assertRefused("CN=Own is not one of those that count", judgeBy("phones", edu().issue()));
            assertRefused("CN=Maker is not one of those that count", judge(maker.peer("CN=x").issue()));
        }
    }

    @Nested
    class OldDevices {
        private final Authority oldMaker = Authority.rsa("Old maker", NOW, 1024, "SHA1");

        private void countAs(String kind, Authority... makers) throws IOException {
            write("etc/trust/old.pem", Arrays.stream(makers).map(Authority::certificate).toArray(X509Certificate[]::new));
            properties.put(kind + ".old", "etc/trust/old.pem");
            config = TestConfig.certificates(false, "off", "close", "x=alice@example.org");
        }

        @Test
        void areTheUsersTheyAreMappedToAtAListenerForThem() throws IOException {
            countAs("devices", oldMaker);
            List<Identity> mapped = List.of(new Identity(Kind.DEVICE, "x", "certificate CN=x"), new Identity(Kind.USER, "alice@example.org", "certificate of device x"));
            Authority middle = oldMaker.below("Middle", true);
            assertEquals(mapped, judgeBy("old", true, oldMaker.peer("CN=x").issue()).identities());
            assertEquals(mapped, judgeBy("old", true, middle.peer("CN=x").issue(), middle.certificate()).identities());
            assertEquals(List.of(), judgeBy("old", true, oldMaker.peer("CN=y").issue()).identities());
        }

        @Test
        void areRefusedEverywhereElse() throws IOException {
            countAs("devices", oldMaker);
            assertRefused("the certificate of CN=x in its chain has a key of 1024 bits of RSA, which is too weak; that counts only on a listener for old devices",
                judgeBy("old", false, oldMaker.peer("CN=x").issue()));
            Authority longer = Authority.rsa("Longer", NOW, 2048, "SHA1");
            countAs("devices", longer);
            assertRefused("is signed with SHA1withRSA", judgeBy("old", false, longer.peer("CN=x").issue()));
        }

        @Test
        void areRefusedAmongPeersToo() throws IOException {
            countAs("trust", oldMaker);
            assertRefused("1024 bits", judgeBy("old", false, oldMaker.peer("CN=x").dns("example.edu").issue()));
        }

        @Test
        void thatAreListedThemselvesAreRefusedEverywhereElseToo() throws IOException {
            Authority itself = Authority.rsa("x", NOW, 1024, "SHA1");
            countAs("devices", itself);
            assertRefused("1024 bits", judgeBy("old", false, itself.certificate()));
            assertEquals(2, judgeBy("old", true, itself.certificate()).identities().size());
        }

        @Test
        void ofWhatIsBrokenAltogetherAreRefusedThereToo() throws IOException {
            Authority broken = Authority.rsa("Broken", NOW, 1024, "MD5");
            Authority tiny = Authority.rsa("Tiny", NOW, 512, "SHA1");
            countAs("devices", broken, tiny);
            assertRefused("MD5withRSA, which is too weak; that counts nowhere", judgeBy("old", true, broken.peer("CN=x").issue()));
            assertRefused("512 bits", judgeBy("old", true, tiny.peer("CN=x").issue()));
        }

        @Test
        void areCheckedLikeOthers() throws IOException {
            countAs("devices", oldMaker);
            Authority namesake = Authority.rsa("Old maker", NOW, 1024, "SHA1");
            Authority peer = oldMaker.below("Peer", false);
            assertRefused("its chain is not good", judgeBy("old", true, namesake.peer("CN=x").issue()));
            assertRefused("its chain is not good", judgeBy("old", true, peer.peer("CN=x").issue(), peer.certificate()));
            assertRefused("it expired on", judgeBy("old", true, oldMaker.peer("CN=x").between(NOW.minusSeconds(60), NOW.minusSeconds(1)).issue()));
            assertRefused("is not for clients", judgeBy("old", true, oldMaker.peer("CN=x").purposes(KeyPurposeId.id_kp_serverAuth).issue()));
            assertRefused("is not one of those that count", judgeBy("old", true, maker.peer("CN=x").issue()));
        }

        @Test
        void areAllThatAListenerForThemProves() throws IOException {
            countAs("trust", oldMaker);
            assertRefused("is for old devices, and its trust profile old is not one of devices", judgeBy("old", true, oldMaker.peer("CN=x").dns("example.edu").issue()));
            assertRefused("its trust profile public is not one of devices", judgeBy("public", true, edu().issue()));
        }

        @Test
        void areNeverDomainsOrUsersByTheirNames() throws IOException {
            countAs("devices", oldMaker);
            assertEquals(List.of(), judgeBy("old", true, oldMaker.peer("CN=y").dns("example.edu").issue()).identities());
            assertEquals(List.of(), judgeBy("old", true, oldMaker.peer("CN=y").uri("sip:bob@example.org").issue()).identities());
        }

        @Test
        void needNothingThatHoldsForTheWholeMachine() throws IOException {
            List<Provider> providers = List.of(Security.getProviders());
            String lists = Security.getProperty("jdk.certpath.disabledAlgorithms");
            countAs("devices", oldMaker);
            assertEquals(2, judgeBy("old", true, oldMaker.peer("CN=x").issue()).identities().size());
            assertEquals(lists, Security.getProperty("jdk.certpath.disabledAlgorithms"));
            assertEquals(providers, List.of(Security.getProviders()));
        }
    }

    @Nested
    class Profiles {
        @Test
        void readFilesAndFolders() throws IOException {
            write("etc/trust/partners/one.pem", authority.certificate());
            write("etc/trust/partners/two.pem", Authority.root("Else", NOW).certificate(), maker.certificate());
            properties.put("trust.partners", "etc/trust/partners");
            assertDomain("example.net", judgeBy("partners", maker.peer("CN=x").dns("example.net").issue()));
        }

        @Test
        void thatAreNotThereTrustNobody() {
            assertRefused("there is no trust profile typo", judgeBy("typo", edu().issue()));
        }

        @Test
        void mayNameOneCertificateItself() throws IOException {
            X509Certificate own = Authority.root("x", NOW).certificate();
            write("etc/trust/pinned.pem", own);
            properties.put("trust.pinned", "etc/trust/pinned.pem");
            assertDomain("x", judgeBy("pinned", own));
        }

        @Test
        void whoseFileCannotBeReadSayNothingYet() {
            properties.put("trust.partners", "etc/trust/gone.pem");
            assertThrows(CompletionException.class, () -> judgeBy("partners", edu().issue()));
            assertThrows(CompletionException.class, () -> policy());
        }
    }

    @Nested
    class ThePolicy {
        @Test
        void isAnotherWhenAFileAMappingOrASettingIs() throws IOException {
            devices();
            String before = policy();
            assertEquals(before, policy());
            assertEquals(before, judgeBy("phones", maker.peer("CN=x").issue()).policy());
            write("etc/trust/phones.pem", maker.certificate(), authority.certificate());
            String files = policy();
            assertNotEquals(before, files);
            config = TestConfig.certificates(false, "off", "close", "x=alice@example.org");
            String mapped = policy();
            assertNotEquals(files, mapped);
            config = TestConfig.certificates(true, "off", "close", "x=alice@example.org");
            assertNotEquals(mapped, policy());
        }
    }

    @Test
    void aUserIsProvenByASipUriWithAUserPart() {
        assertEquals(List.of(new Identity(Kind.USER, "alice@example.org", "certificate CN=x")), judge(authority.peer("CN=x").uri("sip:alice@example.org").issue()).identities());
    }

    private List<X509Certificate> notGood() {
        return List.of(edu().between(NOW.minusSeconds(60), NOW.minusSeconds(1)).issue(), edu().between(NOW.plusSeconds(1), NOW.plusSeconds(60)).issue(),
            Authority.root("Own", NOW).peer("CN=x").dns("example.edu").issue(), edu().purposes(KeyPurposeId.id_kp_codeSigning).issue());
    }

    private static void assertIgnored(Verdict verdict) {
        assertNull(verdict.refusal());
        assertEquals(List.of(), verdict.identities());
        assertTrue(verdict.ignored().startsWith("certificate CN=x: "), verdict.ignored());
        assertEquals(NOW.plus(Duration.ofHours(1)).toEpochMilli(), verdict.until(), "it may be good later");
    }

    @Nested
    class WhatProvesNothing {
        @Test
        void isAsIfItWereNotShownWhenItIsOfAnUnknownAuthorityAndNoneIsRequired() {
            config = TestConfig.delivered("public");
            assertIgnored(judge(maker.peer("CN=x").dns("example.edu").issue()));
            assertIgnored(judge(maker.peer("CN=x").dns("example.edu").between(NOW.minusSeconds(60), NOW.minusSeconds(1)).issue()));
            for (X509Certificate bad : notGood()) {
                assertRefused("", judge(bad));
            }
        }

        @Test
        void isAsIfItWereNotShownWhateverIsWrongWhereTheAdminSaysSo() {
            config = TestConfig.certificates(false, "off", "ignore");
            for (X509Certificate bad : notGood()) {
                assertIgnored(judge(bad));
            }
        }

        @Test
        void closesWhereACertificateIsRequiredAndWhomWeCall() {
            for (Config each : List.of(TestConfig.delivered("public"), TestConfig.certificates(false, "off", "ignore"))) {
                config = each;
                assertRefused("CN=Maker is not one of those that count", judge("public", null, true, maker.peer("CN=x").dns("example.edu").issue()));
                assertRefused("it expired", judge("public", "example.edu", true, edu().between(NOW.minusSeconds(60), NOW.minusSeconds(1)).issue()));
            }
        }
    }

    @Nested
    class WhomWeCall {
        @Test
        void isJudgedByTheProfileOfTheConfiguration() throws IOException {
            write("etc/trust/partners.pem", maker.certificate());
            properties.put("trust.partners", "public, etc/trust/partners.pem");
            X509Certificate partner = maker.peer("CN=x").dns("example.edu").issue();
            config = TestConfig.delivered("public");
            String before = policy();
            assertRefused("CN=Maker is not one of those that count", judge("public", "example.edu", true, partner));
            config = TestConfig.delivered("partners");
            assertNotEquals(before, policy(), "those who are connected are judged again");
            assertDomain("example.edu", judge("public", "example.edu", true, partner));
            assertRefused("CN=Own is not one of those that count", judge("public", "example.edu", true, edu().issue()));
            assertDomain("example.edu", judge(edu().issue()));
            write("etc/trust/partners.pem", authority.certificate());
            assertRefused("CN=Maker is not one of those that count", judge("public", "example.edu", true, partner));
        }

        @Test
        void isNoDevice() throws IOException {
            devices();
            config = TestConfig.delivered("phones");
            assertRefused("trust profile phones is of devices", judge("public", "example.edu", true, maker.peer("CN=x").dns("example.edu").issue()));
        }
    }

    @Test
    void whatItsAuthorityHasTakenBackIsRefused() throws IOException {
        AtomicReference<byte[]> list = new AtomicReference<>(new byte[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, list.get().length);
            exchange.getResponseBody().write(list.get());
            exchange.close();
        });
        server.start();
        try {
            String at = "http://127.0.0.1:" + server.getAddress().getPort();
            X509Certificate good = edu().listedAt(at + "/good").issue();
            X509Certificate bad = edu().listedAt(at + "/bad").issue();
            list.set(authority.revoked(bad));
            for (String revocation : List.of("soft", "hard")) {
                config = TestConfig.certificates(false, revocation, "close");
                assertDomain("example.edu", judge(good));
                assertRefused("it was revoked", judge(bad));
            }
            config = TestConfig.certificates(false, "off", "close");
            assertDomain("example.edu", judge(bad));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatNobodySaysOfRevocationCountsSoftlyAndNotHard() {
        config = TestConfig.certificates(false, "soft", "close");
        Verdict soft = judge(edu().issue());
        assertNull(soft.refusal());
        assertFalse(soft.until() > NOW.plus(Duration.ofHours(1)).toEpochMilli());
        config = TestConfig.certificates(false, "hard", "close");
        assertRefused("nobody says whether it was revoked", judge(edu().issue()));
    }
}
