package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.RouteSettings;
import org.hotcut.sip.message.Limits;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private final Bench bench = new Bench();

    @Test
    void answersOptionsAsTheHandlerSays() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        bench.receive(bench.alice, Bench.request("OPTIONS", "1"));
        Response answer = bench.response(bench.alice);
        assertEquals(200, answer.status());
        assertNotNull(answer.toTag());
        assertEquals("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=192.0.2.1;rport=5060", answer.topVia().text());
    }

    @Test
    void aCallWhoseInviteHasAsManyLinesAsWeTakeIsRefusedLikeAnyOther() {
        bench.core.services().routing(new RouteSettings(4_000, 30_000, 65_535, false));
        bench.toBob();
        Request invite = Bench.request("INVITE", "1", "X-Line: 1\n".repeat(Limits.DEFAULT.maxHeaders() - 7).strip());
        bench.receive(bench.alice, invite);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        String vias = bench.flows.sent(bench.bob).get(0).lines().filter(line -> line.startsWith("Via:")).collect(Collectors.joining("\n"));
        bench.flows.forget();
        bench.receive(bench.bob, invite.toString().replaceFirst("INVITE .*", "SIP/2.0 486 Busy Here").replaceFirst("Via:.*", vias).replace("X-Line: 1\r\n", ""));
        assertEquals(List.of(486), bench.statuses(bench.alice));
        assertTrue(bench.flows.sent(bench.bob).get(0).startsWith("ACK "));
    }

    @Test
    void headersInATargetsUriDoNotGoIntoTheStartLine() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:b?b@192.0.2.2;x=1?Subject=y")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals("sip:b?b@192.0.2.2;x=1", bench.request(bench.bob).uri().text());
    }

    @Test
    void carriesACallFromInviteToBye() {
        bench.toBob();
        Request invite = Bench.request("INVITE", "1", "Contact: <sip:alice@192.0.2.1>");
        bench.receive(bench.alice, invite);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        Request forwarded = bench.request(bench.bob);
        assertEquals("sip:bob@192.0.2.2:5060", forwarded.uri().text());
        assertEquals(69, forwarded.maxForwards());
        assertEquals(2, forwarded.viaCount());
        assertEquals("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=192.0.2.1;rport=5060", forwarded.via(1).text());
        assertTrue(forwarded.topVia().text().startsWith("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK"), forwarded.topVia().text());

        bench.receive(bench.bob, Sip.response(forwarded, 180));
        assertEquals(180, bench.response(bench.alice).status());
        bench.receive(bench.bob, Sip.response(forwarded, 200, "Contact: <sip:bob@192.0.2.2>", "Record-Route: " + forwarded.header("Record-Route")));
        Response ok = bench.response(bench.alice);
        assertEquals(200, ok.status());
        assertEquals(1, ok.viaCount());

        String route = "Route: " + ok.header("Record-Route");
        bench.receive(bench.alice, inDialog("ACK", "2", route));
        Request ack = bench.request(bench.bob);
        assertEquals("ACK", ack.method());
        assertEquals(0, ack.routeCount());

        bench.bind("handler", new ScriptedHandler(exchange -> Decision.forward(List.of(exchange.dialog().target()))));
        bench.receive(bench.alice, inDialog("BYE", "3", route));
        Request bye = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(bye, 200));
        assertEquals(200, bench.response(bench.alice).status());
    }

    private static Request inDialog(String method, String branch, String route) {
        Request request = Sip.request(method, "sip:bob@192.0.2.2", route);
        return Bench.branched((Request) Sip.message(Sip.bytes(request.toString().replace("To: <sip:bob@192.0.2.2>", "To: <sip:bob@example.org>;tag=b"))), branch);
    }
}
