package org.hotcut.sip.proxy;

import static org.hotcut.sip.proxy.Calls.assertRefused;
import static org.hotcut.sip.proxy.Calls.exchange;
import static org.hotcut.sip.proxy.Calls.forward;
import static org.hotcut.sip.proxy.Calls.response;
import static org.hotcut.sip.proxy.Calls.uris;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeGruus;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order the contacts of a user get a request: RFC 3261 section 16.6, RFC 3841 section 9.1 (Request-Disposition). */
class ForkingTest {
    private static final String A = "sip:bob@192.0.2.10";
    private static final String B = "sip:bob@192.0.2.11";
    private static final String C = "sip:bob@192.0.2.12";

    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeLocation location = new FakeLocation();
    private final ProxyHandler handler = new ProxyHandler(location, new FakeGruus(location), accounts, new RecordingFlows(), Sip.parser(), new FakePush(),
        new TestConfig(3, 15, 20, false));
    private final List<Target> tried = new ArrayList<>();

    @BeforeEach
    void bobPrefersTwoOfThree() {
        accounts.user("bob", "example.org", "builder");
        location.bind(new Bound().contact(C).q(500).binding()).bind(new Bound().contact(B).binding()).bind(new Bound().contact(A).binding());
    }

    private List<String> sent(FakeExchange exchange, Decision decision) {
        tried.addAll(forward(decision).targets());
        exchange.tried(tried.toArray(Target[]::new));
        return uris(decision);
    }

    private List<String> begins(FakeExchange exchange) {
        return sent(exchange, handler.request(exchange));
    }

    private static FakeExchange invite(String... headers) {
        return exchange("INVITE", "sip:bob@example.org", headers);
    }

    @Test
    void rfc3261Section16_6ContactsOfEqualQTogetherThenThoseOfTheNext() {
        FakeExchange invite = invite();
        assertEquals(List.of(A, B), begins(invite));
        assertEquals(List.of(C), sent(invite, handler.failed(invite.best(response(486)))));
        assertEquals(Decision.respond(), handler.failed(invite));
    }

    @Test
    void rfc3261Section16_6WhoRingsForLongIsJoinedByTheNext() {
        FakeExchange invite = invite();
        begins(invite);
        assertEquals(Map.of("next", Duration.ofSeconds(15)), invite.timers());
        assertEquals(List.of(C), sent(invite, handler.woken(invite, "next")));
        assertEquals(Decision.pending(), handler.woken(invite, "next"));
    }

    @Test
    void rfc4320Section4WhatIsNoInviteCannotWaitThatLong() {
        FakeExchange message = exchange("MESSAGE", "sip:bob@example.org");
        begins(message);
        assertEquals(Map.of("next", Duration.ofSeconds(4)), message.timers());
    }

    @Test
    void theLastGroupSetsNoTimer() {
        location.change(new Location.Change("bob@example.org", "x", 2, List.of(), List.of(new Location.Unbind(C, null, 0)), false));
        FakeExchange invite = invite();
        begins(invite);
        assertEquals(Map.of(), invite.timers());
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 603})
    void rfc3261Section16_7ASixHundredEndsTheSearch(int status) {
        FakeExchange invite = invite();
        begins(invite);
        invite.best(response(status));
        assertEquals(Decision.pending(), handler.woken(invite, "next"));
        assertEquals(Decision.respond(), handler.failed(invite));
    }

    @Test
    void whoRegistersMeanwhileIsInAGroupToCome() {
        FakeExchange invite = invite();
        begins(invite);
        location.bind(new Bound().contact("sip:bob@192.0.2.13").q(500).binding());
        assertEquals(List.of("sip:bob@192.0.2.13", C), sent(invite, handler.failed(invite.best(response(486)))));
    }

    @Test
    void rfc3841Section9_1Parallel() {
        assertEquals(List.of(A, B, C), begins(invite("Request-Disposition: proxy, parallel")));
    }

    @Test
    void rfc3841Section9_1Sequential() {
        FakeExchange invite = invite("Request-Disposition: recurse, sequential");
        assertEquals(List.of(A), begins(invite));
        assertEquals(Map.of(), invite.timers(), "each rings until it has answered");
        invite.best(response(486));
        assertEquals(List.of(B), sent(invite, handler.failed(invite)));
        assertEquals(List.of(C), sent(invite, handler.failed(invite)));
        assertEquals(Decision.respond(), handler.failed(invite));
    }

    @Test
    void rfc3841Section9_1NoFork() {
        FakeExchange invite = invite("D: No-Fork");
        assertEquals(List.of(A), begins(invite));
        assertEquals(Decision.respond(), handler.failed(invite.best(response(486))));
    }

    @Test
    void rfc3841Section7_2WhoFitsBetterIsTriedFirstAmongEqualsAndWhoMustNotIsNot() {
        location.bind(new Bound().contact("sip:bob@192.0.2.20").features("audio;video").binding());
        location.bind(new Bound().contact("sip:bob@192.0.2.21").features("audio").binding());
        location.bind(new Bound().contact("sip:bob@192.0.2.22").features("automata;video").binding());
        FakeExchange invite = invite("Accept-Contact: *;audio;video", "Reject-Contact: *;automata");
        assertEquals(List.of("sip:bob@192.0.2.20", A, B), begins(invite), "who says nothing of himself is immune");
        assertEquals(List.of("sip:bob@192.0.2.21"), sent(invite, handler.failed(invite.best(response(486)))));
        assertEquals(List.of(C), sent(invite, handler.failed(invite)));
    }

    @Test
    void rfc3841Section7_2WhenNobodyFitsTheAnswerIs480() {
        FakeLocation only = new FakeLocation().bind(new Bound().features("audio;methods=\"INVITE,ACK,BYE\"").binding());
        ProxyHandler proxy = new ProxyHandler(only, new FakeGruus(only), accounts, new RecordingFlows(), Sip.parser(), new FakePush(), new TestConfig(3));
        assertRefused(480, proxy.request(invite("Accept-Contact: *;video;require;explicit")));
        forward(proxy.request(invite()));
        assertEquals(1, uris(proxy.request(exchange("MESSAGE", "sip:bob@example.org"))).size(), "what the device says of a method that it does not know is worth more");
    }

    @Test
    void rfc3841Section7_2WhoHasNoWishLetsAllDevicesRingTogether() {
        FakeLocation two = new FakeLocation().bind(new Bound().contact(A).binding()).bind(new Bound().contact(B).features("audio;+org.example.specs=\"x\"").binding());
        ProxyHandler proxy = new ProxyHandler(two, new FakeGruus(two), accounts, new RecordingFlows(), Sip.parser(), new FakePush(), new TestConfig(3));
        assertEquals(2, uris(proxy.request(invite())).size());
    }
}
