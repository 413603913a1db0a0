package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final Bench bench = new Bench();

    private Request forwarded(Target target, Request request) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(target))));
        bench.receive(bench.alice, request);
        bench.sent(bench.alice);
        return (Request) Sip.message(bench.flows.take().bytes());
    }

    private static Request edited(String method, String from, String to) {
        return (Request) Sip.message(Sip.bytes(Bench.request(method, "1").toString().replace(from, to)));
    }

    @Test
    void rfc3261_18_2_2_withoutRportTheAnswerGoesToThePortOfSentBy() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        Flow other = bench.flows.udp("192.0.2.1", 40_000);
        bench.receive(other, edited("OPTIONS", ";rport", ""));
        Response answer = bench.response(bench.alice);
        assertEquals("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=192.0.2.1", answer.topVia().text());
    }

    @Test
    void rfc3581_4_withRportTheAnswerGoesToWhereTheRequestCameFrom() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        Flow nat = bench.flows.udp("203.0.113.9", 40_000);
        bench.receive(nat, Bench.request("OPTIONS", "1"));
        Response answer = bench.response(nat);
        assertEquals("203.0.113.9", answer.topVia().received());
        assertEquals(40_000, answer.topVia().rport());
    }

    @Test
    void aForwardedRequestTellsWhereItCameFrom() {
        bench.toBob();
        bench.receive(bench.flows.udp("203.0.113.9", 40_000), Bench.request("MESSAGE", "1"));
        Request request = bench.request(bench.bob);
        assertEquals("203.0.113.9", request.via(1).received());
        assertEquals(40_000, request.via(1).rport());
    }

    @Test
    void theViaNamesTheListenerThatTheRequestLeavesBy() {
        bench.flows.listen(new Endpoint("tls", Protocol.TLS, new InetSocketAddress("127.0.0.1", 5061), "edge.example.org", 443));
        bench.pass(50);
        Flow line = bench.flows.open(Protocol.TLS, "192.0.2.2", 50_000);
        Request request = forwarded(new Target("sip:bob@192.0.2.2", line, List.of(), false, null, 0), Bench.request("INVITE", "1"));
        assertTrue(request.topVia().text().startsWith("SIP/2.0/TLS edge.example.org:443;branch=z9hG4bK"), request.topVia().text());
    }

    @Test
    void rfc3261_16_6_4_oneRecordRouteDoesWhenBothSidesLookTheSame() {
        Request request = forwarded(Target.of("sip:bob@192.0.2.2"), Bench.request("INVITE", "1"));
        List<String> values = request.headers("Record-Route");
        assertEquals(1, values.size());
        assertTrue(values.get(0).endsWith("@127.0.0.1:5060;transport=udp;lr>"), values.get(0));
    }

    @Test
    void rfc5658_4_twoRecordRoutesWhenTheTransportChanges() {
        Request request = forwarded(Target.of("sip:bob@192.0.2.2;transport=tcp"), Bench.request("INVITE", "1"));
        List<String> values = request.headers("Record-Route");
        assertEquals(2, values.size());
        assertTrue(values.get(0).endsWith("@127.0.0.1:5060;transport=tcp;lr>"), "the callee's side is on top");
        assertTrue(values.get(1).endsWith("@127.0.0.1:5060;transport=udp;lr>"));
    }

    @Test
    void twoRecordRoutesWhenTheAddressFamilyChanges() {
        bench.flows.listen("udp6", Protocol.UDP, 5060);
        bench.flows.listen(new Endpoint("udp6", Protocol.UDP, new InetSocketAddress("::1", 5060), null, 5060));
        bench.pass(50);
        Flow line = bench.flows.udp("udp6", new InetSocketAddress("2001:db8::2", 5060));
        Request request = forwarded(new Target("sip:bob@[2001:db8::2]", line, List.of(), false, null, 0), Bench.request("INVITE", "1"));
        assertEquals(2, request.headers("Record-Route").size());
        assertTrue(request.headers("Record-Route").get(0).contains("@[0:0:0:0:0:0:0:1]:5060"), request.headers("Record-Route").get(0));
    }

    @Test
    void whatCanMakeNoDialogGetsNoRecordRoute() {
        assertNull(forwarded(Target.of("sip:bob@192.0.2.2"), Bench.request("MESSAGE", "1")).header("Record-Route"));
    }

    @Test
    void aHandlerMayStayOutOfThePath() {
        bench.bind("handler", new ScriptedHandler(exchange -> new Decision.Forward(null, List.of(Target.of("sip:bob@192.0.2.2")), false)));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertNull(bench.request(bench.bob).header("Record-Route"));
    }

    @Test
    void rfc3327_5_2_theRoutesOfATargetArePutOnAndFollowed() {
        Target target = new Target("sip:bob@10.0.0.7", null, List.of("<sip:192.0.2.2;lr>", "<sip:192.0.2.3;lr>"), false, null, 0);
        Request request = forwarded(target, Bench.request("INVITE", "1"));
        assertEquals(List.of("<sip:192.0.2.2;lr>", "<sip:192.0.2.3;lr>"), request.headers("Route"));
        assertEquals("sip:bob@10.0.0.7", request.uri().text());
    }

    @Test
    void nothingIsSentToAnAddressOfNobody() {
        List<String> nobodies = List.of("sip:b@0.0.0.0", "sip:b@[::]:5070", "sip:b@224.0.1.75", "sip:b@192.0.2.2;maddr=0.0.0.0");
        for (String uri : nobodies) {
            bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of(uri)))));
            bench.receive(bench.alice, Bench.request("OPTIONS", "n" + nobodies.indexOf(uri)));
        }
        assertEquals(List.of(404, 404, 404, 404), bench.statuses(bench.alice));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void theRoutesBehindOursStayInOrder() {
        Request request = forwarded(Target.of(null), Bench.request("INVITE", "1", "Route: <sip:127.0.0.1;lr>, <sip:192.0.2.2;lr>", "Route: \"a, b\" <sip:192.0.2.3;lr>;x=1"));
        assertEquals(List.of("<sip:192.0.2.2;lr>", "\"a, b\" <sip:192.0.2.3;lr>;x=1"), request.headers("Route"));
        assertEquals("sip:bob@example.org", request.uri().text());
    }

    @Test
    void aThousandRoutesAreTakenApartWithoutACopyOfTheMessageForEach() {
        String[] lines = new String[200];
        Arrays.fill(lines, "Route: " + "<sip:192.0.2.2;lr>,".repeat(9) + "<sip:192.0.2.3;lr>");
        lines[0] = "Route: <sip:127.0.0.1;lr>";
        Request many = Bench.request("OPTIONS", "1", lines);
        bench.bind("handler", ScriptedHandler.always(Decision.reply(403)));
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        bench.receive(bench.alice, many);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertEquals(List.of(403), bench.statuses(bench.alice));
        assertTrue(allocated < 40L * many.size(), allocated + " bytes for a message of " + many.size());
    }

    @Test
    void rfc3261_16_6_6_aStrictRouterGetsItselfAsRequestUri() {
        Target target = new Target("sip:bob@10.0.0.7", null, List.of("<sip:192.0.2.2>", "<sip:192.0.2.3;lr>"), false, null, 0);
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(target))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request request = bench.request(bench.bob);
        assertEquals("sip:192.0.2.2", request.uri().text());
        assertEquals(List.of("<sip:192.0.2.3;lr>", "<sip:bob@10.0.0.7>"), request.headers("Route"));
    }

    @Test
    void rfc3261_16_4_ourOwnRouteIsTakenOffAndTheOthersFollowed() {
        ScriptedHandler handler = ScriptedHandler.always(Decision.forward(List.of(Target.of(null))));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Route: <sip:127.0.0.1;lr>, <sip:192.0.2.2;lr>"));
        assertEquals(List.of("<sip:192.0.2.2;lr>"), bench.request(bench.bob).headers("Route"));
    }

    @Test
    void theLastRouteOfOursLeavesNone() {
        ScriptedHandler handler = new ScriptedHandler(exchange -> {
            assertNull(exchange.request().header("Route"));
            assertNull(exchange.dialog());
            return Decision.reply(200);
        });
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Route: <sip:127.0.0.1:5060;transport=udp;lr>"));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void aPeerThatCannotBeConnectedToFailsTheBranch() {
        bench.flows.connecting(RecordingFlows.Connecting.FAILS);
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2;transport=tcp")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(100, 500), bench.statuses(bench.alice));
    }

    @Test
    void aTargetThatIsNoneFailsTheBranchOnly() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("no URI"), Target.of("sip:bob@192.0.2.2")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 200));
        assertEquals(List.of(100, 200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_26_2_2_sipsGoesByTlsOnly() {
        Request request = forwarded(Target.of("sips:bob@192.0.2.2"), Bench.request("INVITE", "1"));
        assertTrue(request.topVia().text().startsWith("SIP/2.0/TLS"), request.topVia().text());
    }
}
