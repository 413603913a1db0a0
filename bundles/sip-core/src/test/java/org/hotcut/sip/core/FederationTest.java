package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.RouteSettings;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a request goes that a user has sent to another domain. */
class FederationTest {
    private static final String[] ALL = {"example.net. 60 NAPTR 10 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.net.",
        "example.net. 60 NAPTR 90 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.net.", "_sip._udp.example.net. 60 SRV 0 1 5072 one.example.edu.",
        "_sips._tcp.example.net. 60 SRV 0 1 5081 one.example.edu.", "one.example.edu. 60 A 192.0.2.7"};
    private static final RouteToken NOBODY = new FakeRouteToken(true, false, null, Target.of(null));
    private static final RouteSettings PLAIN_TOO = new RouteSettings(4_000, 30_000, 1_300, true);

    private final NameBench bench = new NameBench();
    private int calls;

    @AfterEach
    void end() {
        bench.close();
    }

    private void dial(String uri) {
        bench.bench.bind("handler", ScriptedHandler.always(toWhereItSays()));
        bench.bench.receive(bench.bench.alice, Bench.branched(Sip.request("INVITE", uri), "dial" + ++calls));
    }

    private static Decision toWhereItSays() {
        return Decision.forward(List.of(Target.of(null)));
    }

    private String dialled(String uri) {
        dial(uri);
        return bench.next().to();
    }

    @Test
    void itGoesByTlsWhateverElseDnsPrefers() {
        bench.dns.knows(ALL);
        assertEquals("tls 192.0.2.7:5081", dialled("sip:bob@example.net"));
        assertEquals("example.net for example.org", bench.bench.flows.dialled());
    }

    @Test
    void itGoesByTlsWhereOnlySrvRecordsSaySo() {
        bench.dns.knows("_sip._udp.example.net. 60 SRV 0 1 5072 one.example.edu.", "_sips._tcp.example.net. 60 SRV 0 1 5081 one.example.edu.", "one.example.edu. 60 A 192.0.2.7");
        assertEquals("tls 192.0.2.7:5081", dialled("sip:bob@example.net"));
    }

    @Test
    void itGoesByTlsToTheAddressOfADomainWithoutRecords() {
        bench.dns.knows("example.net. 60 A 192.0.2.8");
        assertEquals("tls 192.0.2.8:5061", dialled("sip:bob@example.net"));
    }

    @Test
    void neverInTheClearWhenTlsFails() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.FAILS);
        bench.dns.knows(ALL);
        dial("sip:bob@example.net");
        assertEquals(500, bench.answer());
        assertEquals(List.of(), bench.left());
    }

    @Test
    void aCallerCannotChooseToBeHeardByEverybody() {
        bench.dns.knows(ALL);
        for (String transport : List.of("udp", "tcp")) {
            dial("sip:bob@example.net;transport=" + transport);
            assertEquals(403, bench.answer());
        }
        assertEquals(List.of(), bench.dns.asked());
    }

    @Test
    void whatAHandlerHasChosenAndNumbersStayAsTheyAre() {
        bench.dns.knows(ALL);
        assertEquals("udp 192.0.2.7:5072", bench.call("sip:bob@example.net").to());
        assertEquals("udp 192.0.2.9:5060", dialled("sip:bob@192.0.2.9"));
        assertTrue(dialled("sip:bob@localhost:5099").startsWith("udp "));
    }

    @Test
    void plainWhereTheAdminAllowsItAndDnsOffersNoTls() {
        bench.routing(PLAIN_TOO);
        bench.dns.knows("_sip._udp.example.edu. 60 SRV 0 1 5072 one.example.edu.", "one.example.edu. 60 A 192.0.2.7");
        assertEquals("udp 192.0.2.7:5072", dialled("sip:bob@example.edu"));
        bench.dns.knows(ALL);
        assertEquals("tls 192.0.2.7:5081", dialled("sip:bob@example.net"));
        bench.left();
        assertEquals("udp 192.0.2.7:5072", dialled("sip:bob@example.net;transport=udp"));
    }

    @Test
    void whoHasTheAdminsTrustMayChooseATransport() {
        bench.dns.knows(ALL);
        Bench two = bench.bench;
        Identity trunk = new Identity(Identity.Kind.TRUSTED, "trunk", "test");
        two.core.services().links.chain("first, second");
        two.bind("first", ScriptedHandler.always(Decision.next(trunk)));
        two.bind("second", ScriptedHandler.always(toWhereItSays()));
        two.receive(two.alice, Bench.branched(Sip.request("INVITE", "sip:bob@example.net;transport=udp"), "trunk"));
        assertEquals("udp 192.0.2.7:5072", bench.next().to());
    }

    @Test
    void theCallerIsToldWhoTheOtherServerIsInstead() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.IS_SOMEBODY_ELSE);
        bench.dns.knows(ALL);
        dial("sip:bob@example.net");
        assertEquals(502, bench.answer());
        assertEquals("tls 192.0.2.7:5081: the certificate is for example.edu, not for example.net", bench.reason());
        assertEquals(List.of(), bench.left());
    }

    /** Calls example.net, which stays in the path by a number, and sends a request of the call when the connection is gone. Returns whom that dials. */
    private String dialledInsideACall(String to) {
        bench.dns.knows(ALL);
        bench.bench.bind("handler", new ScriptedHandler(exchange -> exchange.dialog() == null ? toWhereItSays() : Decision.forward(List.of(exchange.dialog().target()))));
        bench.bench.receive(bench.bench.alice, Sip.request("INVITE", "sip:bob@example.net"));
        NameBench.Sent invite = bench.next();
        List<String> routes = new ArrayList<>(invite.request().headers("Record-Route"));
        Collections.reverse(routes);
        routes.add("<sip:192.0.2.7:5081;transport=tls;lr>");
        bench.bench.flows.lose(invite.flow());
        bench.left();
        String bye = Sip.request("BYE", "sip:bob@10.0.0.2", "Route: " + String.join(", ", routes)).toString().replace("z9hG4bKtest", "z9hG4bKbye");
        bench.bench.receive(bench.bench.alice, bye.replace("To: <sip:bob@10.0.0.2>", "To: <sip:bob@" + to + ">;tag=b"));
        assertEquals("tls 192.0.2.7:5081", bench.next().to());
        return bench.bench.flows.dialled();
    }

    @Test
    void insideACallTheOtherSideMustProveTheDomainAgainWhateverItsRouteNames() {
        assertEquals("example.net for example.org", dialledInsideACall("example.net"));
    }

    @Test
    void insideACallNoOtherDomainPassesForTheOneThatWasProven() {
        assertEquals("192.0.2.7 for example.org", dialledInsideACall("example.edu"), "what the To of the request says is nothing that was proven");
    }

    @Test
    void whoWasCalledInTheClearWasNotProvenToBeTheDomain() {
        bench.routing(PLAIN_TOO);
        bench.dns.knows("_sip._udp.example.edu. 60 SRV 0 1 5072 one.example.edu.", "one.example.edu. 60 A 192.0.2.7");
        List<RouteToken> dialogs = new CopyOnWriteArrayList<>();
        bench.bench.bind("handler", new ScriptedHandler(exchange -> {
            dialogs.add(exchange.dialog() == null ? NOBODY : exchange.dialog());
            return exchange.dialog() == null ? toWhereItSays() : Decision.forward(List.of(exchange.dialog().target()));
        }));
        bench.bench.receive(bench.bench.alice, Sip.request("INVITE", "sip:bob@example.edu"));
        NameBench.Sent invite = bench.next();
        String bye = Sip.request("BYE", "sip:alice@192.0.2.1", "Route: " + String.join(", ", invite.request().headers("Record-Route"))).toString()
            .replace("z9hG4bKtest", "z9hG4bKbye").replace("From: <sip:alice@example.org>;tag=a", "From: <sip:bob@example.edu>;tag=b");
        bench.bench.receive(invite.flow(), bye.replace("To: <sip:alice@192.0.2.1>", "To: <sip:alice@example.org>;tag=a"));
        assertEquals("BYE", bench.next().request().method());
        assertFalse(dialogs.get(1).sameIdentity(new Identity(Identity.Kind.DOMAIN, "example.edu", "certificate")));
        assertTrue(dialogs.get(1).sameIdentity(null));
    }
}
