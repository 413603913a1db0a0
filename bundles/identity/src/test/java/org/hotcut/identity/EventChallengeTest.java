package org.hotcut.identity;

import static org.hotcut.core.api.account.DigestAlgorithm.MD5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;
import org.hotcut.testkit.DigestClient;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeNonces;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for the proof: the server that a request is for (401) or the proxy that it passes (407). */
class EventChallengeTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String TO_BOB = "<sip:bob@example.org>";

    private final FakeAccounts accounts = new FakeAccounts().domain("example.org", MD5).user("alice", "example.org", "wonderland");
    private final RecordingBans bans = new RecordingBans();
    private final FakeKeys keys = new FakeKeys();
    private final FakeNonces nonces = new FakeNonces();
    private final DigestClient alice = new DigestClient("alice", "wonderland");
    private final IdentityHandler handler = handler(new Served("presence", "reg", "vendors.own"));

    @ParameterizedTest
    @ValueSource(strings = {"presence", "reg;id=7", " presence ;x=y", "vendors.own"})
    void rfc6665_4_2_1_3_aSubscribeToAPackageThatIsServedHereIsChallengedWith401(String event) {
        assertAsked(401, "WWW-Authenticate", handler.request(exchange("SUBSCRIBE", BOB, TO_BOB, "Event: " + event)));
    }

    @Test
    void rfc3903_6_aPublishOfAPackageThatIsServedHereIsChallengedWith401() {
        assertAsked(401, "WWW-Authenticate", handler.request(exchange("PUBLISH", BOB, TO_BOB, "Event: presence")));
    }

    @Test
    void rfc6665_4_2_1_3_aRefreshIsForTheServerItself() {
        assertAsked(401, "WWW-Authenticate", handler.request(exchange("SUBSCRIBE", "sip:127.0.0.1:5060", TO_BOB + ";tag=ours", "Event: presence")));
        assertAsked(407, "Proxy-Authenticate", handler.request(exchange("SUBSCRIBE", "sip:bob@192.0.2.77", TO_BOB + ";tag=his", "Event: presence")));
    }

    @ParameterizedTest
    @CsvSource({"SUBSCRIBE, dialog", "SUBSCRIBE, PRESENCE", "PUBLISH, dialog", "NOTIFY, presence", "MESSAGE, presence", "INVITE, presence"})
    void rfc3261_22_3_whatPassesHereIsChallengedWith407(String method, String event) {
        assertAsked(407, "Proxy-Authenticate", handler.request(exchange(method, BOB, TO_BOB, "Event: " + event)));
    }

    @ParameterizedTest
    @CsvSource({"sip:bob@example.net, Subject: x", "sip:bob@example.org;gr=1, Subject: x", "sip:example.org, Subject: x", "tel:+1, Subject: x", "sip:bob@example.org, Route: <sip:192.0.2.9;lr>"})
    void rfc3261_22_3_whoIsNoUserOfOursOrIsReachedOverOthersIsNoMatterOfTheServer(String uri, String header) {
        assertAsked(407, "Proxy-Authenticate", handler.request(exchange("SUBSCRIBE", uri, "<sip:bob@example.net>", "Event: presence", header)));
    }

    @Test
    void rfc3261_22_3_theDialogsOfOthersPassHere() {
        FakeExchange exchange = exchange("SUBSCRIBE", BOB, TO_BOB + ";tag=his", "Event: presence")
            .dialog(new FakeRouteToken(true, false, new Identity(Identity.Kind.USER, "alice@example.org", "test"), Target.of(null)));
        assertAsked(407, "Proxy-Authenticate", handler.request(exchange));
    }

    @Test
    void whereNoEventsAreServedAllPass() {
        assertAsked(407, "Proxy-Authenticate", handler(null).request(exchange("SUBSCRIBE", BOB, TO_BOB, "Event: presence")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "PUBLISH"})
    void rfc3261_22_2_theAnswerStandsInAuthorization(String method) {
        String challenge = assertAsked(401, "WWW-Authenticate", handler.request(exchange(method, BOB, TO_BOB, "Event: presence")));
        assertAlice(handler.request(exchange(method, BOB, TO_BOB, "Event: presence", "Authorization: " + alice.answer(challenge, method, BOB))));
    }

    @Test
    void rfc3261_22_3_whoWasAskedByAProxyOfOursBeforeIsBelievedToo() {
        String challenge = assertAsked(407, "Proxy-Authenticate", handler(null).request(exchange("SUBSCRIBE", BOB, TO_BOB, "Event: presence")));
        Decision.Next next = assertAlice(handler.request(exchange("SUBSCRIBE", BOB, TO_BOB, "Event: presence",
            "Authorization: Digest realm=\"elsewhere\", username=\"a\"", "Proxy-Authorization: " + alice.answer(challenge, "SUBSCRIBE", BOB))));
        assertNull(next.request().header("Proxy-Authorization"));
    }

    @Test
    void rfc3261_22_2_anAnswerForTheServerIsNoneForTheProxy() {
        String challenge = assertAsked(407, "Proxy-Authenticate", handler.request(exchange("SUBSCRIBE", BOB, TO_BOB, "Event: dialog")));
        assertAsked(407, "Proxy-Authenticate",
            handler.request(exchange("SUBSCRIBE", BOB, TO_BOB, "Event: dialog", "Authorization: " + alice.answer(challenge, "SUBSCRIBE", BOB))));
    }

    @Test
    void aWrongPasswordIsAskedForAgainInTheSameWayAndCounts() {
        String challenge = assertAsked(401, "WWW-Authenticate", handler.request(exchange("PUBLISH", BOB, TO_BOB, "Event: presence")));
        String guess = new DigestClient("alice", "guess").answer(challenge, "PUBLISH", BOB);
        assertAsked(401, "WWW-Authenticate", handler.request(exchange("PUBLISH", BOB, TO_BOB, "Event: presence", "Authorization: " + guess)));
        assertEquals(List.of(Offence.WRONG_PASSWORD), bans.offences());
    }

    private IdentityHandler handler(Subscriptions served) {
        return new IdentityHandler(accounts, nonces, keys, new RecordingFlows(), Sip.parser(), bans, served, TestConfig.of(600, true));
    }

    private static FakeExchange exchange(String method, String uri, String to, String... headers) {
        return FakeExchange.of(method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:alice@example.org>;tag=1\nTo: " + to
            + "\nCall-ID: c1\nCSeq: 1 " + method + '\n' + String.join("\n", headers) + "\nContent-Length: 0\n\n");
    }

    /** Returns the challenge. */
    private static String assertAsked(int status, String field, Decision decision) {
        Decision.Reply reply = assertInstanceOf(Decision.Reply.class, decision);
        assertEquals(status, reply.status());
        assertEquals(List.of(field), reply.headers().stream().map(Decision.HeaderField::name).toList());
        return reply.headers().get(0).value();
    }

    private static Decision.Next assertAlice(Decision decision) {
        Decision.Next next = assertInstanceOf(Decision.Next.class, decision);
        assertEquals("alice@example.org", next.identity().name());
        return next;
    }

    /** What sip-events says is served, and nothing else. */
    private record Served(Set<String> packages) implements Subscriptions {
        Served(String... packages) {
            this(Set.of(packages));
        }

        @Override
        public CompletionStage<Outcome> subscribe(Subscription subscription) {
            throw new AssertionError("identity keeps nothing");
        }

        @Override
        public CompletionStage<Outcome> refresh(Refresh refresh) {
            throw new AssertionError("identity keeps nothing");
        }

        @Override
        public CompletionStage<Subscription> find(String callId, String tag) {
            throw new AssertionError("identity looks nothing up");
        }

        @Override
        public CompletionStage<Void> end(String callId, String tag, String reason) {
            throw new AssertionError("identity ends nothing");
        }

        @Override
        public CompletionStage<List<Subscription>> subscriptions(int most) {
            throw new AssertionError("identity looks nothing up");
        }
    }
}
