package org.hotcut.sip.registrar;

import static org.hotcut.sip.registrar.Registering.DESK;
import static org.hotcut.sip.registrar.Registering.INSTANCE;
import static org.hotcut.sip.registrar.Registering.device;
import static org.hotcut.sip.registrar.Registering.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.junit.jupiter.api.Test;

/** Outbound, the registrar's side. */
class Rfc5626Test {
    private static final String VIA_OF_THE_CLIENT = "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK2";
    private final Registering r = new Registering();

    @Test
    void rfc5626_6_instanceAndRegIdAreKeptAndOutboundIsConfirmedOverUdpToo() {
        Decision.Reply reply = r.register("Contact: " + device(1), "Supported: path, outbound");
        assertEquals(200, reply.status());
        assertEquals(List.of("outbound"), headers(reply, "Require"));
        assertTrue(headers(reply, "Contact").get(0).endsWith(";+sip.instance=\"" + INSTANCE + "\";reg-id=1"));
        assertEquals(INSTANCE, r.bound().instance());
        assertEquals(1, r.bound().regId());
    }

    @Test
    void rfc5626_6_outboundIsNotConfirmedToWhoDoesNotKnowItOrMadeNoFlow() {
        assertEquals(List.of(), headers(r.register("Contact: " + device(1)), "Require"));
        assertEquals(1, r.bound().regId());
        assertEquals(List.of(), headers(r.register("Contact: " + device(0), "Supported: outbound"), "Require"));
        assertEquals(List.of(), headers(r.register("Contact: " + DESK + ";reg-id=1", "Supported: outbound"), "Require"));
        assertEquals(List.of(), headers(r.register("Supported: outbound"), "Require"));
    }

    @Test
    void rfc5626_6_whoRegistersAFlowIsCalledByItWhereverHisContactPoints() {
        r.register("Contact: " + device(0));
        assertFalse(r.bound().natted());
        r.register("Contact: *", "Expires: 0");
        assertTrue(headers(r.register("Contact: " + device(1) + ";expires=80000"), "Contact").get(0).contains(";expires=80000"), "that is no NAT");
        assertTrue(r.bound().natted());
        r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Path: <sip:p1.example.com;lr;ob>");
        assertFalse(r.bound().natted(), "the proxy between knows the way");
    }

    @Test
    void rfc5626_6_aRegIdWithoutAnInstanceIsIgnored() {
        assertEquals(200, r.register("Contact: " + DESK + ";reg-id=1", "Supported: outbound").status());
        assertEquals(0, r.bound().regId());
    }

    @Test
    void rfc5626_6_439WhenTheFirstHopKnowsNoOutbound() {
        Decision.Reply reply = r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Supported: path, outbound", "Path: <sip:p1.example.com;lr>");
        assertEquals(439, reply.status());
        assertEquals("First Hop Lacks Outbound Support", reply.reason());
        assertEquals(439, r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Supported: outbound").status());
        assertEquals(439, r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Require: outbound").status());
        assertEquals(439, r.register("Contact: " + device(1), "Supported: outbound", "Path: <sip:p2.example.com;lr;ob>, <sip:p1.example.com;lr>").status());
        assertEquals(0, r.location.size());
    }

    @Test
    void rfc5626_6_theRegIdIsIgnoredWhenTheFirstHopKnowsNoOutboundAndTheClientDoesNotAskForIt() {
        assertEquals(200, r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Path: <sip:p1.example.com;lr>").status());
        assertEquals(0, r.bound().regId());
        assertEquals(INSTANCE, r.bound().instance());
    }

    @Test
    void rfc5626_6_outboundThroughAnEdgeProxyThatPutsObIntoItsPath() {
        Decision.Reply reply = r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Supported: path, outbound",
            "Path: <sip:p2.example.com;lr>", "Path: <sip:token@p1.example.com;lr;ob>");
        assertEquals(200, reply.status());
        assertEquals(List.of("outbound"), headers(reply, "Require"));
        assertEquals(1, r.bound().regId());
    }

    @Test
    void rfc5626_11_6_no439ToAClientWithoutRegId() {
        assertEquals(200, r.register(VIA_OF_THE_CLIENT, "Contact: " + device(0), "Supported: path, outbound", "Path: <sip:p1.example.com;lr>").status());
    }

    @Test
    void rfc5626_6_400ForAFlowAndAnotherContactInOneRegister() {
        assertEquals(400, r.register("Contact: " + device(1), "Contact: " + device(2), "Supported: outbound").status());
        assertEquals(400, r.register("Contact: <sip:alice@192.0.2.1>", "Contact: " + device(2), "Supported: outbound").status());
        assertEquals(200, r.register("Contact: " + device(1), "Contact: " + device(2) + ";expires=0", "Supported: outbound").status());
    }

    @Test
    void rfc5626_4_4_flowTimerOverADirectConnectionWithOutbound() {
        assertEquals(List.of(), headers(r.register("Contact: " + device(1), "Supported: outbound"), "Flow-Timer"), "UDP");
        r.line = r.flows.open(Protocol.TLS, "192.0.2.1", 40_000);
        assertEquals(List.of("120"), headers(r.register("Contact: " + device(1), "Supported: outbound"), "Flow-Timer"));
        assertEquals(List.of(), headers(r.register("Contact: " + device(1)), "Flow-Timer"));
        assertEquals(List.of(), headers(r.register(VIA_OF_THE_CLIENT, "Contact: " + device(1), "Supported: outbound", "Path: <sip:p1.example.com;lr;ob>"), "Flow-Timer"));
        r.settings = new Settings(3600, 60, 86_400, 3600, 0);
        assertEquals(List.of(), headers(r.register("Contact: " + device(1), "Supported: outbound"), "Flow-Timer"));
    }

    @Test
    void rfc5626_6_oneFlowIsTakenBackByItsNumber() {
        r.register("Contact: " + device(1), "Supported: outbound");
        r.register("Contact: " + device(2), "Supported: outbound");
        assertEquals(2, r.location.size());
        r.register("Contact: " + device(1) + ";expires=0", "Supported: outbound");
        assertEquals(2, r.bound().regId());
    }
}
