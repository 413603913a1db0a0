package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token in our Record-Route: what it proves, and where it leads. */
class DialogTest {
    private static final Identity ALICE = new Identity(Identity.Kind.USER, "alice@example.org", "digest");
    private static final Identity BOB = new Identity(Identity.Kind.USER, "bob@example.org", "digest");

    private final Bench bench = new Bench(1, "identity, proxy", Bench.ROOMY);
    private final Flow bobsLine = bench.flows.open(Protocol.TLS, "192.0.2.2", 50_000);
    private final List<RouteToken> dialogs = new ArrayList<>();
    private Identity caller = ALICE;
    private Target target = new Target("sip:bob@10.0.0.2", bobsLine, List.of(), false, "bob@example.org", 0);

    DialogTest() {
        bench.core.bindAccounts(new FakeAccounts().user("alice", "example.org", "secret"));
    }

    /** Calls and returns the Record-Route values that the callee sees. */
    private List<String> call() {
        bench.bind("identity", new ScriptedHandler(exchange -> Decision.next(caller)));
        bench.bind("proxy", new ScriptedHandler(exchange -> {
            dialogs.add(exchange.dialog());
            return exchange.dialog() == null ? Decision.forward(List.of(target)) : Decision.forward(List.of(exchange.dialog().target()));
        }));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request invite = (Request) Sip.message(bench.flows.take().bytes());
        dialogs.clear();
        return invite.headers("Record-Route");
    }

    private static String route(List<String> values) {
        return "Route: " + String.join(", ", values);
    }

    private Request fromAlice(String method, List<String> recorded) {
        List<String> route = new ArrayList<>(recorded);
        Collections.reverse(route);
        return replaced(Sip.request(method, "sip:bob@10.0.0.2", route(route)), "To: <sip:bob@10.0.0.2>", "To: <sip:bob@example.org>;tag=b");
    }

    private Request fromBob(String method, List<String> recorded) {
        Request request = replaced(Sip.request(method, "sip:alice@192.0.2.1", route(recorded)), "From: <sip:alice@example.org>;tag=a", "From: <sip:bob@example.org>;tag=b");
        return replaced(request, "To: <sip:alice@192.0.2.1>", "To: <sip:alice@example.org>;tag=a");
    }

    private static Request replaced(Request request, String what, String by) {
        return (Request) Sip.message(Sip.bytes(request.toString().replace(what, by)));
    }

    @Test
    void leadsTheCallerToTheCalleesLine() {
        List<String> recorded = call();
        assertEquals(2, recorded.size());
        bench.receive(bench.alice, fromAlice("BYE", recorded));
        Request bye = bench.request(bobsLine);
        assertEquals("sip:bob@10.0.0.2", bye.uri().text());
        assertEquals(0, bye.routeCount());
        RouteToken token = dialogs.get(0);
        assertTrue(token.fromCaller());
        assertTrue(token.sameFlow());
        assertTrue(token.sameIdentity(ALICE));
        assertFalse(token.sameIdentity(BOB));
        assertFalse(token.sameIdentity(null));
        assertTrue(token.leadsToUser("bob@example.org"));
        assertFalse(token.leadsToUser("alice@example.org"));
    }

    @Test
    void leadsTheCalleeToTheCallersLine() {
        List<String> recorded = call();
        bench.receive(bobsLine, fromBob("BYE", recorded));
        assertEquals("BYE", bench.request(bench.alice).method());
        RouteToken token = dialogs.get(0);
        assertFalse(token.fromCaller());
        assertTrue(token.sameFlow());
        assertTrue(token.sameIdentity(BOB));
        assertFalse(token.sameIdentity(new Identity(Identity.Kind.DOMAIN, "bob@example.org", "certificate")));
        assertTrue(token.leadsToUser("alice@example.org"));
        assertFalse(token.leadsToUser("bob@example.org"));
    }

    @Test
    void anotherLineIsNotTheSameOne() {
        List<String> recorded = call();
        bench.receive(bench.flows.udp("192.0.2.1", 5062), fromAlice("BYE", recorded));
        assertFalse(dialogs.get(0).sameFlow());
    }

    @Test
    void whereNobodyWasProvenNobodyMustBe() {
        caller = null;
        List<String> recorded = call();
        bench.receive(bench.alice, fromAlice("BYE", recorded));
        assertTrue(dialogs.get(0).sameIdentity(null));
        assertFalse(dialogs.get(0).sameIdentity(ALICE));
    }

    @Test
    void rfc3261_16_11_anAckToA2xxFollowsItWithoutAskingAnybody() {
        List<String> recorded = call();
        bench.receive(bench.alice, fromAlice("ACK", recorded));
        assertEquals("ACK", bench.request(bobsLine).method());
        assertEquals(List.of(), dialogs);
    }

    @Test
    void whatWasAlteredOrForgedIsJudgedAsNew() {
        List<String> recorded = call();
        for (int at : new int[] {6, 12, 30, 60}) {
            List<String> altered = recorded.stream().map(value -> value.substring(0, at) + (value.charAt(at) == 'A' ? 'B' : 'A') + value.substring(at + 1)).toList();
            bench.receive(bench.alice, Bench.branched(fromAlice("BYE", altered), "altered" + at));
            assertNull(dialogs.get(dialogs.size() - 1), "altered at " + at);
        }
        String forged = "<sip:" + "AQ".repeat(40) + "@127.0.0.1:5060;transport=udp;lr>";
        bench.receive(bench.alice, Bench.branched(fromAlice("BYE", List.of(forged)), "forged"));
        assertNull(dialogs.get(dialogs.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "SUBSCRIBE", "NOTIFY", "REFER", "PUBLISH", "OPTIONS", "INFO", "UPDATE", "BYE"})
    void withATagAndARouteOfItsOwnMakingNoRequestIsInADialog(String method) {
        List<String> recorded = call();
        List<String> stale = recorded.stream().map(value -> value.replace("sip:A", "sip:B")).toList();
        List<List<String>> invented = List.of(List.of("<sip:127.0.0.1:5060;transport=udp;lr>"), List.of("<sip:" + "AQ".repeat(40) + "@127.0.0.1:5060;transport=udp;lr>"), stale);
        assertFalse(stale.equals(recorded), "the version is the first letter");
        for (int i = 0; i < invented.size(); i++) {
            bench.receive(bench.carol, Bench.branched(fromAlice(method, invented.get(i)), method + i));
            assertEquals(i + 1, dialogs.size(), "the chain is asked");
            assertNull(dialogs.get(i));
        }
    }

    @Test
    void ofAnotherCallItIsWorthNothing() {
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("BYE", recorded), "Call-ID: call-1", "Call-ID: call-2"));
        assertEquals(1, dialogs.size());
        assertNull(dialogs.get(0));
    }

    @Test
    void ofAnotherDialogOfTheCallItIsWorthNothing() {
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("BYE", recorded), "tag=a", "tag=x"));
        assertNull(dialogs.get(0));
    }

    @Test
    void onARequestThatBeginsADialogItIsWorthNothing() {
        List<String> recorded = call();
        bench.receive(bench.alice, Bench.branched(replaced(fromAlice("INVITE", recorded), ";tag=b", ""), "again"));
        assertEquals(1, dialogs.size());
        assertNull(dialogs.get(0));
    }

    @Test
    void anAckWithoutAValidOneIsDropped() {
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("ACK", recorded), "Call-ID: call-1", "Call-ID: call-2"));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(1, bench.dropped(Drop.STRAY_ACK));
    }

    @Test
    void aRotatedKeyIsStillBelievedAndOneRotatedOutIsNot() {
        List<String> recorded = call();
        bench.keys.rotate("route");
        bench.receive(bench.alice, Bench.branched(fromAlice("BYE", recorded), "2"));
        assertNotNull(dialogs.get(0));
        for (int i = 0; i < 4; i++) {
            bench.keys.rotate("route");
        }
        bench.receive(bench.alice, Bench.branched(fromAlice("BYE", recorded), "3"));
        assertNull(dialogs.get(1));
    }

    @Test
    void whenTheLineIsGoneTheDevicesPresentLineIsTaken() {
        Flow again = bench.flows.open(Protocol.TLS, "192.0.2.2", 50_001);
        bench.location.bind("bob@example.org", "sip:bob@10.0.0.2", again);
        long device = bench.location.find("bob@example.org").get(0).key();
        target = new Target("sip:bob@10.0.0.2", bobsLine, List.of(), false, "bob@example.org", device);
        List<String> recorded = call();
        bench.flows.lose(bobsLine);
        bench.receive(bench.alice, fromAlice("BYE", recorded));
        assertEquals("BYE", bench.request(again).method());
    }

    @Test
    void whenTheDeviceIsGoneTooTheRequestUriIsTried() {
        List<String> recorded = call();
        bench.flows.lose(bobsLine);
        bench.receive(bench.alice, replaced(fromAlice("BYE", recorded), "BYE sip:bob@10.0.0.2", "BYE sip:bob@192.0.2.2"));
        assertEquals("BYE", bench.request(bench.bob).method());
    }

    @Test
    void aStrictDeviceThatIsGoneIs430() {
        target = new Target("sip:bob@10.0.0.2", bobsLine, List.of(), true, "bob@example.org", 0);
        List<String> recorded = call();
        bench.flows.lose(bobsLine);
        bench.receive(bench.alice, fromAlice("INFO", recorded));
        assertEquals(List.of(430, 430), bench.statuses(bench.alice), "the INVITE that was under way, and the INFO");
    }

    @Test
    void aCalleeFoundByItsUriIsReachedByRouteAndRequestUriAgain() {
        target = Target.of("sip:bob@192.0.2.2");
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("BYE", recorded), "BYE sip:bob@10.0.0.2", "BYE sip:bob@192.0.2.3"));
        assertEquals("BYE", bench.request(bench.carol).method());
    }

    @Test
    void aStrangerIsLedToWhereHisCallWentAndNowhereElse() {
        caller = null;
        target = Target.of("sip:bob@192.0.2.2");
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("MESSAGE", recorded), "MESSAGE sip:bob@10.0.0.2", "MESSAGE sip:anybody@192.0.2.3"));
        assertEquals(List.of(403), bench.statuses(bench.alice).stream().filter(status -> status > 100).toList());
        assertEquals(List.of(), bench.sent(bench.carol));
        bench.receive(bench.alice, Bench.branched(replaced(fromAlice("BYE", recorded), "BYE sip:bob@10.0.0.2", "BYE sip:bob@192.0.2.2:5060"), "bye"));
        assertEquals("BYE", bench.request(bench.bob).method());
    }

    @ParameterizedTest
    @CsvSource({"DOMAIN, example.net", "USER, bob@example.net"})
    void norIsAnotherDomainsServerOrUser(Identity.Kind kind, String name) {
        caller = new Identity(kind, name, "certificate");
        target = Target.of("sip:bob@192.0.2.2");
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("MESSAGE", recorded), "MESSAGE sip:bob@10.0.0.2", "MESSAGE sip:anybody@192.0.2.3"));
        assertEquals(List.of(), bench.sent(bench.carol));
    }

    @Test
    void norIsHisAck() {
        caller = null;
        target = Target.of("sip:bob@192.0.2.2");
        List<String> recorded = call();
        bench.receive(bench.alice, replaced(fromAlice("ACK", recorded), "ACK sip:bob@10.0.0.2", "ACK sip:anybody@192.0.2.3"));
        assertEquals(List.of(), bench.sent(bench.carol));
        assertEquals(1, bench.dropped(Drop.STRAY_ACK));
        bench.receive(bench.alice, replaced(fromAlice("ACK", recorded), "ACK sip:bob@10.0.0.2", "ACK sip:bob@192.0.2.2"));
        assertEquals("ACK", bench.request(bench.bob).method());
    }

    @Test
    void nobodyAsksAnAckWhoseItIsSoThatAProvenCallersMustComeByHisLine() {
        target = Target.of("sip:bob@192.0.2.2");
        List<String> recorded = call();
        Request ack = replaced(fromAlice("ACK", recorded), "ACK sip:bob@10.0.0.2", "ACK sip:bob@192.0.2.4");
        bench.receive(bench.carol, ack);
        assertEquals(1, bench.dropped(Drop.STRAY_ACK));
        bench.receive(bench.alice, ack);
        assertEquals("ACK", bench.request(bench.flows.udp("192.0.2.4", 5060)).method());
    }

    @Test
    void aStrangersDialogWithACallerBehindAProxyLeadsToThatProxyOrToTheCallersOwnContact() {
        target = Target.of("sip:bob@192.0.2.2");
        bench.bind("identity", new ScriptedHandler(exchange -> Decision.next(caller)));
        bench.bind("proxy", new ScriptedHandler(exchange -> exchange.dialog() == null ? Decision.forward(List.of(target))
            : Decision.forward(List.of(exchange.dialog().target()))));
        bench.receive(bench.alice, replaced(Bench.request("INVITE", "1"), "Max-Forwards",
            "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKx\r\nContact: <sip:alice@192.0.2.3>\r\nMax-Forwards"));
        List<String> recorded = bench.request(bench.bob).headers("Record-Route");
        bench.receive(bench.bob, replaced(fromBob("INFO", recorded), "INFO sip:alice@192.0.2.1", "INFO sip:alice@192.0.2.3"));
        assertEquals("INFO", bench.request(bench.carol).method());
        bench.sent(bench.alice);
        bench.receive(bench.bob, Bench.branched(fromBob("BYE", List.of(recorded.get(0), "<sip:192.0.2.1;lr>")), "bye"));
        assertEquals("BYE", bench.request(bench.alice).method());
        bench.receive(bench.bob, Bench.branched(replaced(fromBob("MESSAGE", recorded), "MESSAGE sip:alice@192.0.2.1", "MESSAGE sip:x@192.0.2.4"), "x"));
        assertEquals(403, bench.statuses(bench.bob).get(0));
    }

    @Test
    void aCallerBehindAnotherProxyIsReachedByItsRoute() {
        bench.bind("identity", new ScriptedHandler(exchange -> Decision.next(caller)));
        bench.bind("proxy", new ScriptedHandler(exchange -> exchange.dialog() == null ? Decision.forward(List.of(target))
            : Decision.forward(List.of(exchange.dialog().target()))));
        bench.receive(bench.alice, replaced(Bench.request("INVITE", "1"), "Max-Forwards",
            "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKx\r\nMax-Forwards"));
        bench.sent(bench.alice);
        List<String> recorded = ((Request) Sip.message(bench.flows.take().bytes())).headers("Record-Route");
        bench.receive(bobsLine, fromBob("BYE", List.of(recorded.get(0), recorded.get(1), "<sip:192.0.2.3;lr>")));
        assertEquals("BYE", bench.request(bench.carol).method());
    }

    @Test
    void rfc3261_16_4_aStrictRouterThatPutUsIntoTheRequestUriIsRepaired() {
        List<String> recorded = call();
        String ours = recorded.get(1).substring(1, recorded.get(1).length() - 1);
        Request bye = replaced(Sip.request("BYE", "sip:placeholder@x", "Route: " + recorded.get(0) + ", <sip:bob@10.0.0.2>"), "BYE sip:placeholder@x", "BYE " + ours);
        bench.receive(bench.alice, replaced(bye, "To: <sip:placeholder@x>", "To: <sip:bob@example.org>;tag=b"));
        Request repaired = bench.request(bobsLine);
        assertEquals("sip:bob@10.0.0.2", repaired.uri().text());
        assertEquals(0, repaired.routeCount());
    }

    @Test
    void aRequestInsideADialogIsNotRecordRoutedAgain() {
        List<String> recorded = call();
        bench.receive(bench.alice, fromAlice("INVITE", recorded));
        assertNull(bench.request(bobsLine).header("Record-Route"));
    }
}
