package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are too long for UDP (RFC 3261 section 18.1.1). */
class Rfc3261Section1811Test {
    private static final String LONG = "X-Long: " + "x".repeat(1_000);
    private static final String BOB = "sip:bob@192.0.2.11;transport=udp";

    private final NameBench bench = new NameBench();

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void rfc3261_18_1_1_aLongRequestGoesByTcpAndItsViaSaysSo() {
        NameBench.Sent sent = bench.call(BOB, LONG);
        assertEquals("tcp 192.0.2.11:5060", sent.to());
        assertTrue(sent.request().topVia().text().startsWith("SIP/2.0/TCP "), sent.request().topVia().text());
        assertTrue(sent.request().headers("Record-Route").get(0).contains(";transport=tcp;"));
    }

    @Test
    void rfc3261_18_1_1_aShortOneStays() {
        assertEquals("udp 192.0.2.11:5060", bench.call(BOB).to());
    }

    @Test
    void rfc3261_18_1_1_whenTcpIsRefusedItGoesByUdpAndTheNextDoesSoAtOnce() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.FAILS);
        assertEquals("udp 192.0.2.11:5060", bench.call(BOB, LONG).to());
        bench.bench.flows.connecting(RecordingFlows.Connecting.SUCCEEDS);
        assertEquals("udp 192.0.2.11:5060", bench.call(BOB, LONG).to());
        bench.pass(30_050);
        bench.left();
        assertEquals("tcp 192.0.2.11:5060", bench.call(BOB, LONG).to());
    }

    @Test
    void rfc3261_18_1_1_whenTcpHangsItGoesByUdpAfterTwoSeconds() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        bench.request("INVITE", BOB, LONG);
        bench.pass(1_900);
        assertEquals(List.of(), bench.left());
        bench.pass(150);
        assertEquals(List.of("INVITE udp 192.0.2.11:5060"), bench.left());
    }

    @Test
    void rfc3261_18_1_1_onceThereIsAConnectionUdpIsNotTriedToo() {
        bench.call(BOB, LONG);
        bench.pass(31_000);
        assertEquals(List.of(), bench.left());
        bench.pass(1_100);
        assertEquals(408, bench.answer());
    }

    @Test
    void rfc3261_18_1_1_whatGoesToARegisteredFlowStaysOnIt() {
        Target registered = new Target("sip:bob@192.0.2.2", bench.bench.bob, List.of(), false, null, 0);
        bench.bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(registered))));
        bench.bench.receive(bench.bench.alice, Bench.request("INVITE", "1", LONG));
        assertEquals("udp 192.0.2.2:5060", bench.next().to());
    }

    @Test
    void rfc3261_18_1_1_whoRegisteredByUdpWithoutNatIsCalledByUdp() {
        assertEquals("udp 192.0.2.11:5060", toRegistered(List.of(), 7));
    }

    @Test
    void rfc3261_18_1_1_theProxyBeforeARegisteredDeviceIsReachedByTcp() {
        assertEquals("tcp 192.0.2.11:5060", toRegistered(List.of("<sip:192.0.2.11;lr>"), 7));
    }

    private String toRegistered(List<String> path, long binding) {
        Target registered = new Target("sip:bob@192.0.2.11", null, path, false, "bob@example.org", binding);
        bench.bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(registered))));
        bench.bench.receive(bench.bench.alice, Bench.request("INVITE", "1", LONG));
        return bench.next().to();
    }

    @Test
    void rfc3261_18_1_1_withoutAListenerForTcpItStays() {
        bench.bench.flows.unlisten("tcp");
        bench.pass(50);
        assertEquals("udp 192.0.2.11:5060", bench.call(BOB, LONG).to());
    }
}
