package org.hotcut.identity;

import static org.hotcut.core.api.account.DigestAlgorithm.MD5;
import static org.hotcut.core.api.account.DigestAlgorithm.SHA_256;
import static org.hotcut.core.api.account.DigestAlgorithm.SHA_512_256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.DigestClient;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeNonces;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityHandlerTest {
    private static final String REGISTER = "REGISTER sip:example.org SIP/2.0\nFrom: <sip:alice@example.org>;tag=1\nTo: <sip:alice@example.org>\nCSeq: 1 REGISTER\n";
    private static final String INVITE = "INVITE sip:bob@example.org SIP/2.0\nFrom: <sip:alice@example.org>;tag=1\nTo: <sip:bob@example.org>\nCSeq: 1 INVITE\n";
    private static final String COMMON = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nCall-ID: c1\nContent-Length: 0\n";

    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeKeys keys = new FakeKeys();
    private final FakeNonces nonces = new FakeNonces();
    private final RecordingFlows flows = new RecordingFlows();
    private final RecordingBans bans = new RecordingBans();

    @BeforeEach
    void aDomainWithAlice() {
        accounts.domain("example.org", MD5).user("alice", "example.org", "wonderland");
    }

    @Nested
    class Register {
        @Test
        void withoutCredentialsIsChallengedWith401() {
            Decision.Reply reply = reply(handler().request(exchange(REGISTER)));
            assertEquals(401, reply.status());
            assertEquals(1, reply.headers().size());
            assertEquals("WWW-Authenticate", reply.headers().get(0).name());
            String value = reply.headers().get(0).value();
            assertTrue(value.startsWith("Digest realm=\"example.org\", nonce=\""), value);
            assertTrue(value.endsWith("\", qop=\"auth\", algorithm=MD5"), value);
        }

        @ParameterizedTest
        @EnumSource(DigestAlgorithm.class)
        void withARightAnswerIsAlices(DigestAlgorithm algorithm) {
            accounts.domain("example.org", SHA_512_256, SHA_256, MD5);
            Identity identity = proven(handler().request(answered(REGISTER, new Answer(algorithm))));
            assertEquals(new Identity(Identity.Kind.USER, "alice@example.org", "digest " + algorithm.token()), identity);
        }

        @Test
        void acceptsTheUserNameWithItsDomain() {
            assertEquals("alice@example.org", proven(handler().request(answered(REGISTER, new Answer(MD5).user("alice@example.org")))).name());
        }

        @Test
        void mayComeFromSomebodyElseButMustBeForTheOneWhoIsProven() {
            String forBob = REGISTER.replace("To: <sip:alice", "To: <sip:bob");
            assertRefused(403, handler().request(answered(forBob, new Answer(MD5))));
            String fromCarol = REGISTER.replace("From: <sip:alice", "From: <sip:carol");
            assertEquals("alice@example.org", proven(handler().request(answered(fromCarol, new Answer(MD5)))).name());
        }

        @Test
        void ofATrustedSourceNeedsNoCredentialsButThoseItHasAreChecked() {
            IdentityHandler handler = handler("192.0.2.1 udp");
            assertEquals(Identity.Kind.TRUSTED, proven(handler.request(exchange(REGISTER))).kind());
            assertChallenged(401, false, handler.request(answered(REGISTER, new Answer(MD5).password("guess"))));
            assertEquals(Identity.Kind.USER, proven(handler.request(answered(REGISTER, new Answer(MD5)))).kind());
        }

        @Test
        void ofATrustedSourceIsChallengedWhenTheAdminSaysSo() {
            IdentityHandler handler = new IdentityHandler(accounts, nonces, keys, flows, Sip.parser(), bans, null, TestConfig.of(600, false, "192.0.2.1"));
            assertChallenged(401, false, handler.request(exchange(REGISTER)));
            assertEquals(Identity.Kind.TRUSTED, proven(handler.request(exchange(INVITE))).kind());
        }

        @Test
        void forAForeignServerIsLeftToTheNextAndForAForeignUserIs404() {
            assertEquals(Decision.next(), handler().request(exchange(REGISTER.replace("sip:example.org SIP", "sip:example.com SIP"))));
            assertRefused(404, handler().request(exchange(REGISTER.replace("To: <sip:alice@example.org", "To: <sip:alice@example.com"))));
        }
    }

    @Nested
    class Challenge {
        @Test
        void looksTheSameForAnUnknownUser() {
            String known = reply(handler().request(exchange(REGISTER))).headers().get(0).value();
            String unknown = reply(handler().request(exchange(REGISTER.replace("alice", "nobody")))).headers().get(0).value();
            assertEquals(known.replaceAll("nonce=\"[^\"]*", ""), unknown.replaceAll("nonce=\"[^\"]*", ""));
            assertChallenged(401, false, handler().request(answered(REGISTER.replace("alice", "nobody"), new Answer(MD5).user("nobody"))));
        }

        @Test
        void offersTheSameInTheDomainsOrderToEverybody() {
            accounts.domain("example.org", SHA_512_256, SHA_256, MD5).user("alice", "example.org", "wonderland", MD5);
            for (String user : List.of("alice", "nobody")) {
                String register = REGISTER.replace("alice", user);
                assertEquals(List.of("SHA-512-256", "SHA-256", "MD5"), offers(handler().request(exchange(register))));
                assertEquals(List.of("SHA-256", "MD5"), offers(handler().request(answered(register, new Answer(SHA_512_256).user(user).password("guess")))));
                assertEquals(List.of("SHA-512-256", "SHA-256", "MD5"), offers(handler().request(answered(register, new Answer(MD5).user(user).password("guess")))));
            }
            assertEquals(List.of("MD5"), offers(handler().request(answered(REGISTER, new Answer(SHA_256)))), "alice has no such hash, so the next one");
            proven(handler().request(answered(REGISTER, new Answer(MD5))));
        }

        @Test
        void thatIsStaleLeavesTheClientItsAlgorithm() {
            accounts.domain("example.org", SHA_512_256, SHA_256, MD5);
            String old = new NonceSigner(keys).make("example.org", System.currentTimeMillis() - 601_000);
            assertEquals(List.of("SHA-256", "MD5"), offers(handler().request(answered(REGISTER, new Answer(SHA_256).nonce(old)))));
        }

        @Test
        void isNotAnsweredWithAnAlgorithmThatWasNotOffered() {
            assertChallenged(401, false, handler().request(answered(REGISTER, new Answer(SHA_256))));
        }

        @Test
        void ofARealmWithQuotesIsEscaped() {
            accounts.domain(new Domain("example.org", "a \"b\"", List.of(MD5)));
            assertTrue(reply(handler().request(exchange(REGISTER))).headers().get(0).value().startsWith("Digest realm=\"a \\\"b\\\"\", "));
        }

        @Test
        void isStaleOnceItsTimeIsOver() {
            String old = new NonceSigner(keys).make("example.org", System.currentTimeMillis() - 601_000);
            assertChallenged(401, true, handler().request(answered(REGISTER, new Answer(MD5).nonce(old))));
            assertChallenged(401, false, handler().request(answered(REGISTER, new Answer(MD5).nonce(old).password("guess"))));
        }

        @Test
        void thatIsNotOursIsStaleAndNoAccountIsLookedUpForIt() {
            assertChallenged(401, true, handler().request(answered(REGISTER, new Answer(MD5).nonce("made-up"))));
            assertEquals(List.of(), accounts.asked());
        }
    }

    @Nested
    class Answers {
        @Test
        void aReplayedCountIsRefused() {
            IdentityHandler handler = handler();
            Answer answer = new Answer(MD5);
            proven(handler.request(answered(REGISTER, answer)));
            proven(handler.request(answered(REGISTER, answer)));
            assertChallenged(401, true, handler.request(answered(REGISTER, answer).id("transaction-2")));
            proven(handler.request(answered(REGISTER, answer.count(2)).id("transaction-3")));
        }

        @Test
        void aNonceWhoseCountsWereForgottenIsStale() {
            nonces.forgetful(true);
            assertChallenged(401, true, handler().request(answered(REGISTER, new Answer(MD5))));
        }

        @ParameterizedTest
        @ValueSource(strings = {", qop=auth", ", nc=00000001", ", cnonce=\"c\""})
        void withoutWhatWeAskedForAre400(String parameter) {
            assertRefused(400, handler().request(answered(REGISTER, new Answer(MD5).spelled(parameter, ""))));
        }

        @Test
        void forAnotherUriAre400ButAnotherSpellingOfItIsNot() {
            assertRefused(400, handler().request(answered(REGISTER, new Answer(MD5).uri("sip:example.com"))));
            proven(handler().request(answered(REGISTER, new Answer(MD5).uri("sip:EXAMPLE.org"))));
        }

        @Test
        void forAnotherNameOfThisServerAreGood() {
            proven(handler().request(answered(REGISTER, new Answer(MD5).uri("sip:127.0.0.1:5060"))));
            assertRefused(400, handler().request(answered(REGISTER, new Answer(MD5).uri("sip:bob@127.0.0.1:5060"))));
        }

        @Test
        void twiceForOneRealmAre400() {
            Answer answer = new Answer(MD5);
            String twice = REGISTER + answer.field("Authorization", REGISTER) + answer.field("Authorization", REGISTER);
            assertRefused(400, handler().request(exchange(twice)));
        }

        @Test
        void withAWrongPasswordAreChallengedAgain() {
            assertChallenged(401, false, handler().request(answered(REGISTER, new Answer(MD5).password("guess"))));
        }

        @Test
        void withAPasswordChangedByAnotherProgramAreAccepted() {
            accounts.remember("alice", "example.org");
            accounts.user("alice", "example.org", "looking-glass");
            assertEquals("alice@example.org", proven(handler().request(answered(REGISTER, new Answer(MD5).password("looking-glass")))).name());
        }

        @Test
        void ofAUserAddedByAnotherProgramAreAccepted() {
            accounts.remember("dave", "example.org");
            accounts.user("dave", "example.org", "wonderland");
            String register = REGISTER.replace("alice", "dave");
            assertEquals("dave@example.org", proven(handler().request(answered(register, new Answer(MD5).user("dave")))).name());
        }

        @Test
        void thatNobodyCanCheckAre503WithoutRetryAfter() {
            accounts.mode(FakeAccounts.Mode.FAILS);
            Decision.Reply reply = reply(handler().request(answered(REGISTER, new Answer(MD5))));
            assertEquals(503, reply.status());
            assertTrue(reply.headers().isEmpty());
        }

        @Test
        void thatTakeTimeAreDecidedLater() {
            accounts.mode(FakeAccounts.Mode.HANGS);
            Decision.Later later = assertInstanceOf(Decision.Later.class, handler().request(answered(REGISTER, new Answer(MD5))));
            assertFalse(later.stage().toCompletableFuture().isDone());
            accounts.mode(FakeAccounts.Mode.ANSWERS);
            assertEquals("alice@example.org", proven(later.stage().toCompletableFuture().join()).name());
        }
    }

    @Nested
    class OtherRequests {
        @Test
        void ofOurDomainsAreChallengedWith407() {
            Decision.Reply reply = reply(handler().request(exchange(INVITE)));
            assertEquals(407, reply.status());
            assertEquals("Proxy-Authenticate", reply.headers().get(0).name());
        }

        @Test
        void fromSomebodyElseThanWasProvenAre403() {
            assertRefused(403, handler().request(answered(INVITE.replace("From: <sip:alice", "From: <sip:bob"), new Answer(MD5))));
        }

        @Test
        void fromAForeignDomainAre403UnlessTheSourceIsTrusted() {
            String foreign = INVITE.replace("From: <sip:alice@example.org", "From: <sip:alice@example.com");
            assertRefused(403, handler().request(exchange(foreign)));
            assertRefused(403, handler().request(exchange(INVITE.replace("From: <sip:alice@example.org", "From: <tel:+123"))));
            assertEquals(Identity.Kind.TRUSTED, proven(handler("192.0.2.0/24").request(exchange(foreign))).kind());
        }

        @Test
        void areRefusedFor503WhileNoDomainIsKnown() {
            IdentityHandler handler = new IdentityHandler(new FakeAccounts(), nonces, keys, flows, Sip.parser(), bans, null, TestConfig.of(600, true));
            assertRefused(503, handler.request(exchange(INVITE)));
            assertRefused(503, handler.request(exchange(REGISTER)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"sip:example.org", "sip:127.0.0.1", "sip:127.0.0.1:5060"})
        void thatAskTheServerForItsOptionsPassUnproven(String uri) {
            assertEquals(Decision.next(), handler().request(exchange(options(uri))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"sip:bob@example.org", "sip:example.com", "sip:127.0.0.2"})
        void thatAskAnybodyElseForOptionsAreChallenged(String uri) {
            assertChallenged(407, false, handler().request(exchange(options(uri))));
        }

        @Test
        void loseOurCredentialsAndKeepThoseForOthers() {
            String other = "Proxy-Authorization: Digest realm=\"elsewhere\", username=\"a\"\n";
            String request = INVITE + other + new Answer(MD5).field("Proxy-Authorization", INVITE) + other.replace("\"a\"", "\"b\"");
            Decision.Next next = next(handler().request(exchange(request)));
            List<String> left = next.request().headers("Proxy-Authorization");
            assertEquals(List.of("Digest realm=\"elsewhere\", username=\"a\"", "Digest realm=\"elsewhere\", username=\"b\""), left);
        }

        @ParameterizedTest
        @ValueSource(strings = {"P-Asserted-Identity", "p-asserted-IDENTITY", "Remote-Party-ID"})
        void mayAssertACallerOnlyFromATrustedSource(String name) {
            String asserted = INVITE + name + ": <sip:ceo@example.org>\n";
            assertNull(next(handler().request(answered(asserted, new Answer(MD5)))).request().header(name));
            SipRequest left = next(handler("192.0.2.1").request(exchange(asserted))).request();
            assertNull(left, "a trusted source's request is left as it is");
        }

        private String options(String uri) {
            return INVITE.replace("INVITE sip:bob@example.org", "OPTIONS " + uri).replace("INVITE", "OPTIONS");
        }
    }

    @Nested
    class InADialog {
        private final Flow other = flows.udp("192.0.2.1", 40_000);

        @Test
        void theLineOfTheSetUpIsEnough() {
            assertEquals(Decision.next(), handler().request(exchange(bye()).dialog(token(true, "alice@example.org"))));
        }

        @Test
        void anotherLineNeedsWhoeverWasProvenAtSetUp() {
            assertChallenged(407, false, handler().request(exchange(bye()).flow(other).dialog(token(false, "alice@example.org"))));
            assertEquals("alice@example.org",
                proven(handler().request(answered(bye(), new Answer(MD5)).flow(other).dialog(token(false, "alice@example.org")))).name());
            assertRefused(403, handler().request(answered(bye(), new Answer(MD5)).flow(other).dialog(token(false, "bob@example.org"))));
        }

        @Test
        void nobodyIsRegisteredOnItsStrength() {
            assertChallenged(401, false, handler().request(exchange(REGISTER).dialog(token(true, "alice@example.org"))));
            IdentityHandler strict = new IdentityHandler(accounts, nonces, keys, flows, Sip.parser(), bans, null, TestConfig.of(600, false, "192.0.2.1"));
            assertChallenged(401, false, strict.request(exchange(REGISTER).dialog(token(true, null))));
        }

        @Test
        void theCalledSideIsProvenByItsOwnNameWhateverFromSays() {
            String forwarded = bye().replace("From: <sip:alice@", "From: <sip:sales@");
            assertEquals("alice@example.org",
                proven(handler().request(answered(forwarded, new Answer(MD5)).flow(other).dialog(token(false, "alice@example.org")))).name());
        }

        @Test
        void whereNobodyWasProvenTheTokenItselfIsTheProof() {
            String foreign = bye().replace("From: <sip:alice@example.org", "From: <sip:bob@example.com");
            assertEquals(Decision.next(), handler().request(exchange(foreign).flow(other).dialog(token(false, null))));
        }

        @Test
        void anotherLineOfSomebodyForeignIsRefused() {
            String foreign = bye().replace("From: <sip:alice@example.org", "From: <sip:bob@example.com");
            assertRefused(403, handler().request(exchange(foreign).flow(other).dialog(token(false, "bob@example.com"))));
        }

        @Test
        void credentialsAndAssertionsAreRemovedToo() {
            String request = bye() + "P-Asserted-Identity: <sip:ceo@example.org>\n" + new Answer(MD5).field("Proxy-Authorization", bye());
            SipRequest left = next(handler().request(exchange(request).dialog(token(true, "alice@example.org")))).request();
            assertNull(left.header("P-Asserted-Identity"));
            assertNull(left.header("Proxy-Authorization"));
        }

        private FakeRouteToken token(boolean sameFlow, String user) {
            return new FakeRouteToken(true, sameFlow, user == null ? null : new Identity(Identity.Kind.USER, user, "test"), Target.of(null));
        }

        private String bye() {
            return INVITE.replace("INVITE", "BYE").replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=2");
        }
    }

    private final class Answer {
        private final DigestAlgorithm algorithm;
        private String user = "alice";
        private String password = "wonderland";
        private String nonce = new NonceSigner(keys).make("example.org", System.currentTimeMillis());
        private String uri;
        private String from = "";
        private String to = "";
        private int count = 1;

        Answer(DigestAlgorithm algorithm) {
            this.algorithm = algorithm;
        }

        Answer user(String value) {
            user = value;
            return this;
        }

        Answer password(String value) {
            password = value;
            return this;
        }

        Answer nonce(String value) {
            nonce = value;
            return this;
        }

        Answer uri(String value) {
            uri = value;
            return this;
        }

        Answer count(int value) {
            count = value;
            return this;
        }

        Answer spelled(String text, String otherwise) {
            from = text;
            to = otherwise;
            return this;
        }

        String field(String name, String request) {
            String[] line = request.split(" ", 3);
            String target = uri == null ? line[1] : uri;
            String nc = String.format("%08x", count);
            String ha1 = DigestClient.hash(algorithm, user + ":example.org:" + password);
            String ha2 = DigestClient.hash(algorithm, line[0] + ':' + target);
            String response = DigestClient.hash(algorithm, ha1 + ':' + nonce + ':' + nc + ":c:auth:" + ha2);
            String value = "Digest username=\"" + user + "\", realm=\"example.org\", nonce=\"" + nonce + "\", uri=\"" + target + "\", response=\"" + response
                + "\", algorithm=" + algorithm.token() + ", cnonce=\"c\", nc=" + nc + ", qop=auth";
            return name + ": " + value.replace(from, to) + '\n';
        }
    }

    private IdentityHandler handler(String... trusted) {
        return new IdentityHandler(accounts, nonces, keys, flows, Sip.parser(), bans, null, TestConfig.of(600, true, trusted));
    }

    private static FakeExchange exchange(String request) {
        return FakeExchange.of(request + COMMON + '\n');
    }

    private static FakeExchange answered(String request, Answer answer) {
        return exchange(request + answer.field(request.startsWith("REGISTER") ? "Authorization" : "Proxy-Authorization", request));
    }

    private static Decision.Reply reply(Decision decision) {
        return assertInstanceOf(Decision.Reply.class, decision);
    }

    private static Decision.Next next(Decision decision) {
        return assertInstanceOf(Decision.Next.class, decision);
    }

    private static Identity proven(Decision decision) {
        return next(decision).identity();
    }

    private static List<String> offers(Decision decision) {
        return reply(decision).headers().stream().map(field -> field.value().substring(field.value().lastIndexOf('=') + 1)).toList();
    }

    private static void assertRefused(int status, Decision decision) {
        assertEquals(status, reply(decision).status());
    }

    private static void assertChallenged(int status, boolean stale, Decision decision) {
        Decision.Reply reply = reply(decision);
        assertEquals(status, reply.status());
        assertEquals(stale, reply.headers().get(0).value().contains("stale=true"));
    }
}
