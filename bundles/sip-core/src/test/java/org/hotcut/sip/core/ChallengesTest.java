package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** 401 and 407 of callees (RFC 3261 section 16.7 step 7), and those that pretend to be ours. */
class ChallengesTest {
    private final Bench bench = new Bench();
    private final FakeAccounts accounts = new FakeAccounts().user("alice", "example.org", "secret");
    private Request toBob;
    private Request toCarol;

    private void fork() {
        bench.core.bindAccounts(accounts);
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2"), Target.of("sip:carol@192.0.2.3")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        toBob = bench.request(bench.bob);
        toCarol = bench.request(bench.carol);
    }

    @Test
    void rfc3261_16_7_7_theChallengesOfAllCalleesAreMergedIntoOneResponse() {
        fork();
        bench.receive(bench.bob, Sip.response(toBob, 407, "Proxy-Authenticate: Digest realm=\"b\", nonce=\"1\"", "Proxy-Authenticate: Digest realm=\"b2\", nonce=\"2\""));
        bench.receive(bench.carol, Sip.response(toCarol, 401, "WWW-Authenticate: Digest realm=\"c\", nonce=\"3\""));
        Response answer = bench.response(bench.alice);
        assertEquals(407, answer.status());
        assertEquals(List.of("Digest realm=\"b\", nonce=\"1\"", "Digest realm=\"b2\", nonce=\"2\""), answer.headers("Proxy-Authenticate"));
        assertEquals(List.of("Digest realm=\"c\", nonce=\"3\""), answer.headers("WWW-Authenticate"));
    }

    @Test
    void aChallengeInOurNameDoesNotReachThePhone() {
        fork();
        bench.receive(bench.bob, Sip.response(toBob, 407, "Proxy-Authenticate: Digest nonce=\"1\",realm=\"Example.ORG\""));
        bench.receive(bench.carol, Sip.response(toCarol, 503));
        Response answer = bench.response(bench.alice);
        assertEquals(502, answer.status());
        assertNull(answer.header("Proxy-Authenticate"));
    }

    @Test
    void othersBesideItStay() {
        fork();
        bench.receive(bench.carol, Sip.response(toCarol, 404));
        bench.receive(bench.bob, Sip.response(toBob, 401, "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"1\"", "WWW-Authenticate: Digest realm=\"example.org\", nonce=\"2\"",
            "WWW-Authenticate: Digest realm=\"other\", nonce=\"3\""));
        Response answer = bench.response(bench.alice);
        assertEquals(401, answer.status());
        assertEquals(List.of("Digest realm=\"pbx\", nonce=\"1\"", "Digest realm=\"other\", nonce=\"3\""), answer.headers("WWW-Authenticate"));
    }

    @Test
    void a401WithoutAnyChallengePassesAsItIs() {
        fork();
        bench.receive(bench.carol, Sip.response(toCarol, 404));
        bench.receive(bench.bob, Sip.response(toBob, 401));
        assertEquals(401, bench.response(bench.alice).status());
    }

    @Test
    void realmsAreFoundHoweverTheyAreWritten() {
        assertEquals(List.of("a, b"), Challenges.realms("Digest realm=\"a, b\", nonce=\"realm=x\""));
        assertEquals(List.of("a\"b"), Challenges.realms("Digest nonce=\"1\" , REALM = \"a\\\"b\""));
        assertEquals(List.of("plain"), Challenges.realms("Digest\trealm=plain"));
        assertEquals(List.of("one", "two"), Challenges.realms("Digest realm=\"one\", Digest nonce=\"1\", realm=\"two\""));
        assertEquals(List.of(), Challenges.realms("Digest"));
    }
}
