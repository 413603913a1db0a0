package org.hotcut.sip.proxy;

import static org.hotcut.sip.proxy.Calls.assertRefused;
import static org.hotcut.sip.proxy.Calls.exchange;
import static org.hotcut.sip.proxy.Calls.flow;
import static org.hotcut.sip.proxy.Calls.forward;
import static org.hotcut.sip.proxy.Calls.response;
import static org.hotcut.sip.proxy.Calls.uris;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.push.PushRequest;
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

/** Devices that sleep, and the late fork to them: RFC 8599 section 5.6. */
class PushTest {
    private static final String PUSH = "pn-provider=fcm;pn-prid=a%3Ab;pn-param=p";
    private static final Flow OLD = flow(Protocol.TLS, "192.0.2.8", 40_000);
    private static final Flow NEW = flow(Protocol.TLS, "192.0.2.9", 40_001);
    private static final String DESK = "sip:bob@192.0.2.7";

    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeLocation location = new FakeLocation();
    private final FakePush push = new FakePush("fcm");
    private final List<Target> tried = new ArrayList<>();
    private ProxyHandler handler = handler(false);

    private ProxyHandler handler(boolean pushReachable) {
        return new ProxyHandler(location, new FakeGruus(location), accounts, new RecordingFlows(), Sip.parser(), push, new TestConfig(3, 20, 25, pushReachable));
    }

    @BeforeEach
    void bobExists() {
        accounts.user("bob", "example.org", "builder");
    }

    private static Bound mobile() {
        return new Bound().contact("sip:bob@198.51.100.8:5060;transport=tls;" + PUSH).push(PUSH).flow(OLD).device("<urn:uuid:1>", 0);
    }

    private void sleeps() {
        location.bind(mobile().reachable(false).binding());
    }

    private void registers(Binding binding) {
        location.change(new Location.Change("bob@example.org", "r", 2, List.of(binding), List.of(), false));
    }

    private static FakeExchange invite() {
        return exchange("INVITE", "sip:bob@example.org");
    }

    private void sent(FakeExchange exchange, Decision decision) {
        tried.addAll(forward(decision).targets());
        exchange.tried(tried.toArray(Target[]::new));
    }

    @Test
    void rfc8599_5_6_2_aCallToADeviceThatSleepsWakesItAndWaits() {
        sleeps();
        FakeExchange invite = invite();
        assertEquals(Decision.pending(), handler.request(invite));
        assertEquals(List.of(new PushRequest("fcm", "a:b", "p", "bob@example.org", "INVITE")), push.woken());
        assertEquals(Map.of("bob@example.org", "registered"), invite.awaited());
        assertEquals(Map.of("late", Duration.ofSeconds(25)), invite.timers());
    }

    @Test
    void rfc8599_5_6_2_whenItRegistersTheCallGoesToItsNewLine() {
        sleeps();
        FakeExchange invite = invite();
        handler.request(invite);
        registers(mobile().flow(NEW).cseq(2).binding());
        Decision.Forward forward = forward(handler.woken(invite, "registered"));
        assertEquals(List.of(NEW), forward.targets().stream().map(Target::flow).toList());
        sent(invite, forward);
        assertEquals(Decision.pending(), handler.woken(invite, "registered"), "it counts once");
        assertEquals(Decision.pending(), handler.woken(invite, "late"), "it rings");
        assertEquals(Decision.respond(), handler.failed(invite.best(response(486))));
    }

    @Test
    void anotherBearerOfTheNameGoesOnWithIt() {
        sleeps();
        FakeExchange invite = invite();
        handler.request(invite);
        handler = handler(false);
        registers(mobile().flow(NEW).cseq(2).binding());
        sent(invite, handler.woken(invite, "registered"));
        assertEquals(List.of(NEW), tried.stream().map(Target::flow).toList());
    }

    @Test
    void rfc8599_5_3_aClientWithoutAnInstanceIsKnownByItsPushParameters() {
        location.bind(mobile().device(null, 0).reachable(false).binding());
        FakeExchange invite = invite();
        handler.request(invite);
        registers(mobile().device(null, 0).contact("sip:bob@198.51.100.9:5060;transport=tls;" + PUSH).flow(NEW).binding());
        sent(invite, handler.woken(invite, "registered"));
        assertEquals(List.of(NEW), tried.stream().map(Target::flow).toList());
        assertEquals(Decision.respond(), handler.failed(invite.best(response(486))));
    }

    @Test
    void rfc8599_5_6_2_whoElseRegistersIsNotCalled() {
        sleeps();
        FakeExchange invite = invite();
        handler.request(invite);
        registers(new Bound().contact(DESK).binding());
        assertEquals(Decision.pending(), handler.woken(invite, "registered"));
    }

    @Test
    void rfc8599_5_6_2_whenItDoesNotRegisterInTimeTheAnswerIs480() {
        sleeps();
        FakeExchange invite = invite();
        handler.request(invite);
        assertRefused(480, handler.woken(invite, "late"));
    }

    @Test
    void othersRingMeanwhileAndWhenAllOfThemHaveFailedItIsStillWaitedFor() {
        location.bind(new Bound().contact(DESK).binding());
        sleeps();
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        assertEquals(List.of(DESK), tried.stream().map(Target::uri).toList());
        assertEquals(1, push.woken().size());
        assertEquals(Decision.pending(), handler.failed(invite.best(response(486))));
        registers(mobile().flow(NEW).cseq(2).binding());
        sent(invite, handler.woken(invite, "registered"));
        assertEquals(Decision.pending(), handler.woken(invite, "late"), "it rings");
        assertEquals(Decision.respond(), handler.failed(invite));
    }

    @Test
    void whenAllOthersHaveFailedAndItDoesNotComeTheirAnswerCounts() {
        location.bind(new Bound().contact(DESK).binding());
        sleeps();
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        handler.failed(invite.best(response(486)));
        assertEquals(Decision.respond(), handler.woken(invite, "late"));
    }

    @Test
    void whileOthersRingItsTimeMayPass() {
        location.bind(new Bound().contact(DESK).binding());
        sleeps();
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        assertEquals(Decision.pending(), handler.woken(invite, "late"));
        assertEquals(Decision.respond(), handler.failed(invite.best(response(486))));
    }

    @Test
    void aSixHundredEndsTheWaitToo() {
        location.bind(new Bound().contact(DESK).binding());
        sleeps();
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        invite.best(response(603));
        registers(mobile().flow(NEW).cseq(2).binding());
        assertEquals(Decision.pending(), handler.woken(invite, "registered"), "what is open is being cancelled");
        assertEquals(Decision.respond(), handler.failed(invite));
    }

    @Test
    void contactsOfALowerQComeWhenItDoesNot() {
        sleeps();
        location.bind(new Bound().contact(DESK).q(100).binding());
        FakeExchange invite = invite();
        assertEquals(Decision.pending(), handler.request(invite));
        assertEquals(List.of(DESK), uris(handler.woken(invite, "late")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "SUBSCRIBE", "REFER"})
    void rfc8599_5_6_2_otherRequestsWaitShorterThanTheirSendersDo(String method) {
        sleeps();
        FakeExchange request = exchange(method, "sip:bob@example.org");
        assertEquals(Decision.pending(), handler.request(request));
        assertEquals(Map.of("late", Duration.ofSeconds(20)), request.timers());
        assertEquals(method, push.woken().get(0).method());
    }

    @Test
    void aDeviceOverUdpShowsNoSignOfBeingAwakeAndIsPushed() {
        location.bind(new Bound().push(PUSH).natted(true).binding());
        FakeExchange invite = invite();
        assertEquals(Decision.pending(), handler.request(invite));
        registers(new Bound().push(PUSH).natted(true).cseq(2).binding());
        assertEquals(1, forward(handler.woken(invite, "registered")).targets().size());
    }

    @Test
    void rfc8599_5_6_2_aDeviceThatIsConnectedIsCalledAtOnce() {
        location.bind(mobile().binding());
        FakeExchange invite = invite();
        assertEquals(OLD, forward(handler.request(invite)).targets().get(0).flow());
        assertEquals(List.of(), push.woken());
    }

    @Test
    void aDeviceThatOnlySeemsConnectedIsPushedTooAndCalledByTheLineItComesBackBy() {
        handler = handler(true);
        location.bind(mobile().binding());
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        assertEquals(1, push.woken().size());
        registers(mobile().cseq(2).binding());
        assertEquals(Decision.pending(), handler.woken(invite, "registered"), "by the line it is being called on");
        registers(mobile().flow(NEW).cseq(3).binding());
        sent(invite, handler.woken(invite, "registered"));
        assertEquals(List.of(OLD, NEW), tried.stream().map(Target::flow).toList());
    }

    @Test
    void aDeviceThatWasConnectedAndDeclinesIsNotWaitedFor() {
        handler = handler(true);
        location.bind(mobile().binding());
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        registers(mobile().reachable(false).binding());
        assertEquals(Decision.respond(), handler.failed(invite.best(response(486))));
    }

    @Test
    void aDeviceWhoseConnectionClosesWhileItIsCalledIsPushedThen() {
        location.bind(mobile().binding());
        FakeExchange invite = invite();
        sent(invite, handler.request(invite));
        registers(mobile().reachable(false).binding());
        assertEquals(Decision.pending(), handler.failed(invite.best(response(503))));
        assertEquals(1, push.woken().size());
        registers(mobile().flow(NEW).cseq(2).binding());
        sent(invite, handler.woken(invite, "registered"));
        assertEquals(List.of(OLD, NEW), tried.stream().map(Target::flow).toList());
    }

    @Test
    void ofADeviceWithAnOldAndANewLineTheOneThatIsUpIsUsed() {
        location.bind(mobile().device(null, 0).flow(NEW).binding());
        location.bind(mobile().device(null, 0).contact("sip:bob@198.51.100.7;" + PUSH).reachable(false).binding());
        assertEquals(List.of(NEW), forward(handler.request(invite())).targets().stream().map(Target::flow).toList());
        assertEquals(List.of(), push.woken());
    }

    @Test
    void whenTooManyWaitNobodyIsPushed() {
        sleeps();
        assertRefused(480, handler.request(invite().mayAwait(false)));
        assertEquals(List.of(), push.woken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pn-provider=apns;pn-prid=a", "pn-provider=fcm", "pn-prid=a", "pn-provider=fcm;pn-prid=%0d%0a", "pn-provider=fcm;pn-prid=%zz", "pn-provider=fcm;pn-prid="})
    void rfc8599_5_6_2_whoCannotBePushedIsAsAnyOther(String parameters) {
        location.bind(mobile().push(parameters).reachable(false).binding());
        assertRefused(480, handler.request(invite()));
    }

    @Test
    void rfc8599_8_7_pushParametersAreReadAsTheUriGrammarSays() {
        assertEquals(new PushParameters("fcm", "a+b c", null), PushParameters.of("PN-Provider=FCM;pn-prid=a+b%20c"));
        assertNull(PushParameters.of(null));
    }

    @Test
    void manyDevicesOfAUserArePushedButNoMoreThanANoteHolds() {
        ProxyHandler roomy = new ProxyHandler(location, new FakeGruus(location), accounts, new RecordingFlows(), Sip.parser(), push, new TestConfig(100));
        for (int i = 0; i < 40; i++) {
            String parameters = "pn-provider=fcm;pn-prid=" + i;
            location.bind(mobile().device("<urn:" + i + '>', 0).push(parameters).reachable(false).binding());
        }
        FakeExchange invite = invite();
        assertEquals(Decision.pending(), roomy.request(invite));
        assertEquals(Pushed.MOST, push.woken().size());
        invite.notes().values().forEach(note -> assertEquals(true, note.length() <= 1_000));
    }
}
