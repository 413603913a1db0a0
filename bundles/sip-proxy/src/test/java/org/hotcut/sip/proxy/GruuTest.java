package org.hotcut.sip.proxy;

import static org.hotcut.sip.proxy.Calls.assertRefused;
import static org.hotcut.sip.proxy.Calls.exchange;
import static org.hotcut.sip.proxy.Calls.flow;
import static org.hotcut.sip.proxy.Calls.forward;
import static org.hotcut.sip.proxy.Calls.response;
import static org.hotcut.sip.proxy.Calls.uris;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeGruus;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to one device of a user: RFC 5627 section 5.5; and its several lines: RFC 5626 section 5.3. */
class GruuTest {
    private static final Flow FIRST = flow(Protocol.TLS, "192.0.2.8", 40_000);
    private static final Flow SECOND = flow(Protocol.TLS, "192.0.2.8", 40_001);
    private static final String MOBILE = "sip:bob@198.51.100.8;transport=tls";

    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeLocation location = new FakeLocation();
    private final FakeGruus gruus = new FakeGruus(location);
    private final ProxyHandler handler = new ProxyHandler(location, gruus, accounts, new RecordingFlows(), Sip.parser(), new FakePush(), new TestConfig(3));
    private final Binding mobile = new Bound().contact(MOBILE).flow(FIRST).device("<urn:uuid:1>", 1).binding();
    private final Binding other = new Bound().contact(MOBILE).flow(SECOND).device("<urn:uuid:1>", 2).binding();

    @BeforeEach
    void bobHasADeskPhoneAndAMobile() {
        accounts.user("bob", "example.org", "builder");
        location.bind(new Bound().contact("sip:bob@192.0.2.7").device("<urn:uuid:2>", 0).binding()).bind(mobile);
    }

    @Test
    void rfc5627Section5_5APublicGruuLeadsToItsDeviceOnly() {
        assertEquals(List.of(MOBILE), uris(handler.request(exchange("INVITE", "sip:bob@example.org;gr=urn:uuid:1"))));
    }

    @Test
    void rfc5627Section5_5ATemporaryGruuLeadsToItsDeviceOnly() {
        assertEquals(List.of(MOBILE), uris(handler.request(exchange("INVITE", gruus.temporaryGruu(mobile)))));
    }

    @Test
    void rfc5627Section5_5ADeviceThatIsNotRegisteredIs480AndATemporaryGruuOfNobody404() {
        assertRefused(480, handler.request(exchange("INVITE", "sip:bob@example.org;gr=urn:uuid:3")));
        assertRefused(404, handler.request(exchange("INVITE", "sip:tgruu.none@example.org;gr")));
    }

    @Test
    void rfc5627Section5_4ATemporaryGruuIsOverWhenItsDeviceRegistersWithAnotherCallId() {
        String before = gruus.temporaryGruu(mobile);
        assertEquals(List.of(MOBILE), uris(handler.request(exchange("INVITE", before))));
        Binding anew = new Bound().contact(MOBILE).flow(FIRST).device("<urn:uuid:1>", 1).callId("r2").binding();
        location.change(new Location.Change("bob@example.org", "r2", 1, List.of(anew), List.of(), false));
        assertRefused(404, handler.request(exchange("INVITE", before)));
        assertEquals(List.of(MOBILE), uris(handler.request(exchange("INVITE", gruus.temporaryGruu(anew)))));
    }

    @Test
    void rfc5627Section4_4_2ARequestInADialogGoesWhereTheDeviceIsNow() {
        assertEquals(List.of(FIRST), flows(inDialog("sip:bob@example.org;gr=urn:uuid:1", toBob(SECOND))));
        assertEquals(List.of(SECOND), flows(inDialog("sip:bob@example.org;gr=urn:uuid:3", toBob(SECOND))), "it is not registered: by the line of the dialog");
    }

    @Test
    void rfc5627Section5_4ADialogOutlivesTheTemporaryGruuThatItBeganWith() {
        assertEquals(List.of(SECOND), flows(inDialog("sip:tgruu.none@example.org;gr", toBob(SECOND))));
    }

    @Test
    void rfc5627Section5_5WhenNeitherGruuNorLineIsThereTheAnswerSaysSo() {
        assertRefused(480, inDialog("sip:bob@example.org;gr=urn:uuid:3", toBob(null)));
        assertRefused(404, inDialog("sip:tgruu.none@example.org;gr", toBob(null)));
    }

    @Test
    void rfc5627Section7ATokenOpensTheWayToTheOtherSideAndToNobodyElse() {
        accounts.user("carol", "example.org", "secret");
        location.bind(new Bound().address("carol@example.org").contact("sip:carol@192.0.2.9").device("<urn:uuid:9>", 0).binding());
        assertEquals(List.of(SECOND), flows(inDialog("sip:carol@example.org;gr=urn:uuid:9", toBob(SECOND))), "bob's line, not carol's");
        assertRefused(480, inDialog("sip:carol@example.org;gr=urn:uuid:9", toBob(null)));
        Target unproven = new Target(null, SECOND, List.of(), false, null, 0);
        assertEquals(List.of(SECOND), flows(inDialog("sip:bob@example.org;gr=urn:uuid:1", unproven)));
    }

    @Test
    void rfc5627Section7WithoutOurTokenARequestInADialogIsANewOne() {
        FakeExchange bye = new FakeExchange(Sip.request(Calls.text("BYE", "sip:bob@example.org;gr=urn:uuid:1").replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=2")));
        assertEquals(List.of(MOBILE), uris(handler.request(bye)), "whoever may call bob may; who that is was asked before");
        FakeExchange gone = new FakeExchange(Sip.request(Calls.text("BYE", "sip:tgruu.none@example.org;gr").replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=2")));
        assertRefused(404, handler.request(gone));
    }

    private static Target toBob(Flow line) {
        return new Target(null, line, List.of(), false, "bob@example.org", 0);
    }

    private Decision inDialog(String uri, Target side) {
        return handler.request(exchange("BYE", uri).dialog(new FakeRouteToken(true, true, null, side)));
    }

    private static List<Flow> flows(Decision decision) {
        return forward(decision).targets().stream().map(Target::flow).toList();
    }

    @Test
    void rfc5626Section5_3WhenOneFlowHasGoneTheNextOfTheDeviceIsTriedAndNoOtherDevice() {
        location.bind(other);
        FakeExchange invite = exchange("INVITE", "sip:bob@example.org;gr=urn:uuid:1");
        Target first = forward(handler.request(invite)).targets().get(0);
        assertEquals(SECOND, first.flow(), "the newest");
        assertEquals(List.of(FIRST), forward(handler.failed(invite.tried(first).best(response(430)))).targets().stream().map(Target::flow).toList());
    }

    @Test
    void rfc5626Section5_3WhenADeviceAnsweredItsOtherFlowIsNotTried() {
        location.bind(other);
        FakeExchange invite = exchange("INVITE", "sip:bob@example.org;gr=urn:uuid:1");
        Target first = forward(handler.request(invite)).targets().get(0);
        assertEquals(Decision.respond(), handler.failed(invite.tried(first).best(response(486))));
    }

    @Test
    void rfc5626Section5_3A430GoesNoFurtherThanTheHopBeforeTheFlow() {
        FakeExchange invite = exchange("INVITE", "sip:bob@example.org;gr=urn:uuid:1");
        Target first = forward(handler.request(invite)).targets().get(0);
        assertRefused(480, handler.failed(invite.tried(first).best(response(430))));
    }
}
