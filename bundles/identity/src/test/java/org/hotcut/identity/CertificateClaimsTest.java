package org.hotcut.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who shows a certificate, or whom a handler before has proven, may claim. example.org is ours. */
class CertificateClaimsTest {
    private static final Identity EDU = new Identity(Kind.DOMAIN, "example.edu", "certificate CN=x");
    private static final Identity ALICE = new Identity(Kind.USER, "alice@example.org", "certificate CN=alice");
    private static final Identity FOREIGN = new Identity(Kind.USER, "bob@example.edu", "certificate CN=bob");
    private static final Identity OWN = new Identity(Kind.DOMAIN, "example.org", "certificate CN=own");

    private final FakeAccounts accounts = new FakeAccounts();
    private final RecordingFlows flows = new RecordingFlows();
    private final RecordingBans bans = new RecordingBans();
    private final IdentityHandler handler = new IdentityHandler(accounts, new FakeNonces(), new FakeKeys(), flows, Sip.parser(), bans, null, TestConfig.of(600, true));

    @BeforeEach
    void aDomainWithTwoUsers() {
        accounts.user("alice", "example.org", "secret").user("carol", "example.org", "secret");
    }

    private Flow line(Identity... proven) {
        Flow flow = flows.open(Protocol.TLS, "192.0.2.9", 40_000);
        return flows.judged(flow, Verdict.proven("1", Arrays.asList(proven), Long.MAX_VALUE));
    }

    private static FakeExchange request(String method, String from, String to, String... headers) {
        return FakeExchange.of(text(method, from, to, headers));
    }

    private static String text(String method, String from, String to, String... headers) {
        return method + " sip:" + to + " SIP/2.0\nVia: SIP/2.0/TLS 192.0.2.9;branch=z9hG4bK1\nMax-Forwards: 70\nFrom: <" + from + ">;tag=1\nTo: <sip:" + to
            + ">\nCall-ID: c1\nCSeq: 1 " + method + "\n" + String.join("", Arrays.stream(headers).map(header -> header + '\n').toList()) + "Content-Length: 0\n\n";
    }

    private Decision decide(FakeExchange exchange, Identity... proven) {
        return handler.request(exchange.flow(line(proven)));
    }

    private static Decision.Next next(Decision decision) {
        return assertInstanceOf(Decision.Next.class, decision);
    }

    private static void assertRefused(int status, Decision decision) {
        assertEquals(status, assertInstanceOf(Decision.Reply.class, decision).status());
    }

    @Nested
    class ADomain {
        @Test
        void speaksForAnyOfItsUsers() {
            assertEquals(EDU, next(decide(request("INVITE", "sip:bob@example.edu", "alice@example.org"), EDU)).identity());
            assertEquals(EDU, next(decide(request("INVITE", "sip:ann@Example.EDU", "alice@example.org"), EDU)).identity());
            assertEquals(EDU, next(decide(request("INVITE", "sip:example.edu", "alice@example.org"), EDU)).identity());
            assertEquals(3, bans.proofs().size());
        }

        @ParameterizedTest
        @ValueSource(strings = {"INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH", "OPTIONS", "INFO", "UPDATE", "NOTIFY", "BYE", "FOO"})
        void speaksForNobodyElse(String method) {
            assertRefused(403, decide(request(method, "sip:ceo@example.org", "alice@example.org"), EDU));
            assertRefused(403, decide(request(method, "sip:eve@example.net", "alice@example.org"), EDU));
            assertRefused(403, decide(request(method, "sip:eve@sub.example.edu", "alice@example.org"), EDU));
            assertRefused(403, decide(request(method, "sip:eve@badexample.edu", "alice@example.org"), EDU));
            assertRefused(403, decide(request(method, "tel:+15551234", "alice@example.org"), EDU));
            assertEquals(List.of(), bans.proofs());
            assertTrue(bans.offences().stream().allMatch(offence -> offence == Offence.SCAN));
        }

        @Test
        void isNotBelievedWithATagOrARouteOfItsOwnMaking() {
            String invented = text("INVITE", "sip:ceo@example.org", "alice@example.org", "Route: <sip:token@127.0.0.1;lr>").replace("org>\nCall", "org>;tag=7\nCall");
            assertRefused(403, decide(FakeExchange.of(invented), EDU));
        }

        @Test
        void thatIsOursDoesNotSpeakForOurUsers() {
            assertRefused(407, decide(request("INVITE", "sip:alice@example.org", "carol@example.org"), OWN));
            assertRefused(401, decide(request("REGISTER", "sip:alice@example.org", "alice@example.org"), OWN));
        }

        @Test
        void decidesForEachRequestOnOneConnection() {
            Flow line = line(EDU);
            for (int i = 0; i < 3; i++) {
                next(handler.request(request("INVITE", "sip:bob@example.edu", "alice@example.org").flow(line)));
                assertRefused(403, handler.request(request("INVITE", "sip:ceo@example.org", "alice@example.org").flow(line)));
            }
        }

        @Test
        void mayHaveAUsersPasswordForARegistration() {
            assertRefused(401, decide(request("REGISTER", "sip:alice@example.org", "alice@example.org"), EDU));
        }

        /** Authenticators are alternatives: what the certificate does not prove a password may. Without one it is a forgery, and nobody is asked for passwords by way of it. */
        @Test
        void mayBringAUserOfOursWhoSendsHisPassword() {
            Flow line = line(EDU);
            Decision.Reply challenge = assertInstanceOf(Decision.Reply.class, handler.request(request("REGISTER", "sip:alice@example.org", "alice@example.org").flow(line)));
            assertEquals(401, challenge.status());
            DigestClient alice = new DigestClient("alice", "secret");
            String asked = challenge.headers().get(0).value();
            String answer = alice.answer(asked, "INVITE", "sip:carol@example.org");
            Decision.Next next = next(handler.request(request("INVITE", "sip:alice@example.org", "carol@example.org", "Proxy-Authorization: " + answer).flow(line)));
            assertEquals("alice@example.org", next.identity().name());
            assertEquals(Kind.USER, next.identity().kind());
            String again = new DigestClient("alice", "guess").answer(asked, "INVITE", "sip:carol@example.org");
            assertRefused(407, handler.request(request("INVITE", "sip:alice@example.org", "carol@example.org", "Proxy-Authorization: " + again).flow(line)));
            assertRefused(403, handler.request(request("INVITE", "sip:alice@example.org", "carol@example.org").flow(line)));
            String others = alice.answer(asked, "INVITE", "sip:carol@example.org");
            assertRefused(403, handler.request(request("INVITE", "sip:ceo@example.org", "carol@example.org", "Proxy-Authorization: " + others).flow(line)));
        }

        @Test
        void assertsItsOwnUsersOnly() {
            SipRequest kept = next(decide(request("INVITE", "sip:bob@example.edu", "alice@example.org", "P-Asserted-Identity: \"Bob\" <sip:bob@example.edu>",
                "Remote-Party-ID: <sip:bob@example.edu>"), EDU)).request();
            assertEquals("\"Bob\" <sip:bob@example.edu>", kept.header("P-Asserted-Identity"));
            assertNull(kept.header("Remote-Party-ID"));
            for (String value : List.of("<sip:ceo@example.org>", "<tel:+15551234>", "<sip:bob@example.edu>, <sip:ceo@example.org>", "no address at all <")) {
                assertNull(next(decide(request("INVITE", "sip:bob@example.edu", "alice@example.org", "P-Asserted-Identity: " + value), EDU)).request()
                    .header("P-Asserted-Identity"), value);
            }
        }

        @Test
        void refersInTheNameOfItsOwnUsersOnly() {
            next(decide(request("REFER", "sip:bob@example.edu", "alice@example.org", "Referred-By: <sip:ann@example.edu>"), EDU));
            assertRefused(403, decide(request("REFER", "sip:bob@example.edu", "alice@example.org", "Referred-By: <sip:ceo@example.org>"), EDU));
            assertRefused(403, decide(request("REFER", "sip:bob@example.edu", "alice@example.org", "b: sip:ceo@example.org"), EDU));
        }
    }

    @Nested
    class NoCertificate {
        @ParameterizedTest
        @CsvSource({"UDP", "TCP", "TLS"})
        void isNoProofOfAForeignFrom(Protocol protocol) {
            Flow line = protocol == Protocol.UDP ? flows.udp("192.0.2.9", 5060) : flows.open(protocol, "192.0.2.9", 40_001);
            for (String method : List.of("INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH", "OPTIONS")) {
                assertRefused(403, handler.request(request(method, "sip:bob@example.edu", "alice@example.org").flow(line)));
                assertRefused(407, handler.request(request(method, "sip:alice@example.org", "carol@example.org").flow(line)));
            }
        }

        @Test
        void orOneThatProvesNobodyLeavesThePassword() {
            assertRefused(403, decide(request("INVITE", "sip:bob@example.edu", "alice@example.org")));
            assertRefused(407, decide(request("INVITE", "sip:alice@example.org", "carol@example.org")));
            assertRefused(401, decide(request("REGISTER", "sip:alice@example.org", "alice@example.org")));
        }
    }

    @Nested
    class AUser {
        @Test
        void registersAndCallsWithoutAPassword() {
            assertEquals(ALICE, next(decide(request("REGISTER", "sip:alice@example.org", "alice@example.org"), ALICE)).identity());
            assertEquals(ALICE, next(decide(request("INVITE", "sip:alice@example.org", "carol@example.org"), ALICE)).identity());
            assertEquals(2, bans.proofs().size());
        }

        @Test
        void isNobodyElse() {
            assertRefused(403, decide(request("REGISTER", "sip:alice@example.org", "carol@example.org"), ALICE));
            assertRefused(403, decide(request("INVITE", "sip:carol@example.org", "alice@example.org"), ALICE));
            assertRefused(403, decide(request("INVITE", "sip:Alice@example.org", "carol@example.org"), ALICE));
            assertRefused(403, decide(request("INVITE", "sip:alice@example.edu", "carol@example.org"), ALICE));
        }

        @Test
        void isNobodyElseWithAnothersPasswordEither() {
            String asked = assertInstanceOf(Decision.Reply.class, decide(request("REGISTER", "sip:carol@example.org", "carol@example.org"))).headers().get(0).value();
            DigestClient carol = new DigestClient("carol", "secret");
            String invite = "Proxy-Authorization: " + carol.answer(asked, "INVITE", "sip:alice@example.org");
            next(decide(request("INVITE", "sip:carol@example.org", "alice@example.org", invite)));
            for (Identity one : List.of(ALICE, new Identity(Kind.DEVICE, "00085D1A2B3C", "test"))) {
                String again = "Proxy-Authorization: " + carol.answer(asked, "INVITE", "sip:alice@example.org");
                assertRefused(403, decide(request("INVITE", "sip:carol@example.org", "alice@example.org", again), one));
            }
        }

        @Test
        void ofAnotherDomainIsThatUserOnly() {
            assertEquals(FOREIGN, next(decide(request("INVITE", "sip:bob@example.edu", "alice@example.org"), FOREIGN)).identity());
            assertRefused(403, decide(request("INVITE", "sip:ann@example.edu", "alice@example.org"), FOREIGN));
        }

        @Test
        void whoseAccountIsGoneIsNobody() {
            accounts.removeUser("alice", "example.org");
            assertRefused(403, decide(request("REGISTER", "sip:alice@example.org", "alice@example.org"), ALICE));
            accounts.mode(FakeAccounts.Mode.FAILS);
            assertRefused(503, decide(request("REGISTER", "sip:alice@example.org", "alice@example.org"), ALICE));
        }

        @Test
        void assertsNothing() {
            assertNull(next(decide(request("INVITE", "sip:alice@example.org", "carol@example.org", "P-Asserted-Identity: <sip:alice@example.org>"), ALICE)).request()
                .header("P-Asserted-Identity"));
        }

        @Test
        void refersInItsOwnName() {
            next(decide(request("REFER", "sip:alice@example.org", "carol@example.org", "Referred-By: <sip:alice@example.org>"), ALICE));
            assertRefused(403, decide(request("REFER", "sip:alice@example.org", "carol@example.org", "Referred-By: <sip:carol@example.org>"), ALICE));
        }
    }

    @Nested
    class InADialog {
        private FakeExchange bye(Identity atSetUp, String from) {
            return request("BYE", from, "alice@example.org").dialog(new FakeRouteToken(true, false, atSetUp, Target.of(null)));
        }

        @Test
        void theCertificateMustProveWhoThatSideWas() {
            assertEquals(EDU, next(decide(bye(EDU, "sip:bob@example.edu"), EDU)).identity());
            assertEquals(EDU, next(decide(bye(EDU, "sip:whoever@example.edu"), EDU)).identity());
            assertRefused(403, decide(bye(EDU, "sip:bob@example.edu"), new Identity(Kind.DOMAIN, "example.net", "certificate")));
            assertRefused(403, decide(bye(EDU, "sip:bob@example.edu")));
        }

        @Test
        void anAssertionOfAnotherIsTakenAway() {
            FakeExchange invite = request("INVITE", "sip:bob@example.edu", "alice@example.org", "P-Asserted-Identity: <sip:ceo@example.org>")
                .dialog(new FakeRouteToken(true, true, EDU, Target.of(null)));
            assertNull(next(decide(invite, EDU)).request().header("P-Asserted-Identity"));
        }
    }

    @Nested
    class AnAuthenticatorBefore {
        @Test
        void isBelieved() {
            Identity token = new Identity(Kind.USER, "alice@example.org", "web token");
            accounts.removeUser("alice", "example.org");
            assertEquals(token, next(decide(request("REGISTER", "sip:alice@example.org", "alice@example.org").identity(token))).identity());
            assertEquals(token, next(decide(request("INVITE", "sip:alice@example.org", "carol@example.org").identity(token))).identity());
        }

        @Test
        void provesOneUserOnly() {
            FakeExchange forged = request("INVITE", "sip:carol@example.org", "alice@example.org").identity(new Identity(Kind.USER, "alice@example.org", "web token"));
            assertRefused(403, decide(forged));
        }

        @Test
        void mayTrustASource() {
            Identity gateway = new Identity(Kind.TRUSTED, "gateway", "web token");
            assertEquals(gateway, next(decide(request("INVITE", "tel:+15551234", "alice@example.org").identity(gateway))).identity());
        }
    }

    @Test
    void whoProvesATrustedNameSpeaksForAnybody() {
        IdentityHandler trusting = new IdentityHandler(accounts, new FakeNonces(), new FakeKeys(), flows, Sip.parser(), bans, null, TestConfig.of(600, true, "tls:example.edu"));
        assertEquals(Kind.TRUSTED, next(trusting.request(request("INVITE", "sip:ceo@example.org", "alice@example.org").flow(line(EDU)))).identity().kind());
        assertRefused(403, trusting.request(request("INVITE", "sip:ceo@example.org", "alice@example.org").flow(line(FOREIGN))));
    }
}
