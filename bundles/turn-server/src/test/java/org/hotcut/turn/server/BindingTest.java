package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BindingTest {
    private final Edge edge = new Edge();

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"UDP", "TCP", "TLS", "DTLS"})
    void whoeverAsksIsToldHisAddress(Protocol protocol) {
        edge.protocol = protocol;
        byte[] request = Edge.begin(Stun.BINDING).bytes();
        Decision.Reply reply = edge.reply(request);
        assertTrue(reply.stranger());
        assertNull(reply.offence());
        StunMessage message = Edge.message(reply);
        assertEquals(StunClass.SUCCESS_RESPONSE, message.stunClass());
        assertArrayEquals(StunMessage.of(request).transactionId(), message.transactionId());
        assertEquals(edge.address, message.xorAddress(Stun.XOR_MAPPED_ADDRESS));
        assertFalse(message.hasFingerprint());
        assertFalse(message.has(Stun.SOFTWARE));
        assertEquals(32, reply.message().length);
    }

    @Test
    void anIpv6AddressIsToldToo() {
        edge.address = new InetSocketAddress("2001:db8::7", 40_000);
        assertEquals(edge.address, Edge.message(edge.reply(Edge.begin(Stun.BINDING).bytes())).xorAddress(Stun.XOR_MAPPED_ADDRESS));
    }

    @Test
    void itWorksWhileNoDomainIsKnown() {
        edge.accounts.removeDomain("example.org");
        assertEquals(StunClass.SUCCESS_RESPONSE, Edge.message(edge.reply(Edge.begin(Stun.BINDING).bytes())).stunClass());
    }

    @Test
    void fingerprintIsAnsweredByFingerprint() {
        StunMessage message = Edge.message(edge.reply(Edge.begin(Stun.BINDING).fingerprint().bytes()));
        assertTrue(message.isFingerprintRight());
    }

    @Test
    void softwareIsToldWhenTheAdminWantsIt() {
        edge.config.put("software", "Hotcut");
        assertEquals("Hotcut", Edge.message(edge.reply(Edge.begin(Stun.BINDING).bytes())).text(Stun.SOFTWARE));
    }

    @Test
    void attributesThatMustBeUnderstoodAndAreNotAreNamed() {
        byte[] request = Edge.begin(Stun.BINDING).uint32(Stun.CHANGE_REQUEST, 6).flag(0x7777).flag(0x9999).fingerprint().bytes();
        Decision.Reply reply = edge.reply(request);
        StunMessage message = Edge.message(reply);
        assertTrue(reply.stranger());
        assertEquals(420, message.errorCode());
        assertArrayEquals(new byte[] {0, 3, 0x77, 0x77}, message.bytes(Stun.UNKNOWN_ATTRIBUTES, 99));
        assertTrue(message.isFingerprintRight());
    }

    @Test
    void whatIsNoRequestIsNotAnswered() {
        byte[] id = new byte[Stun.TRANSACTION_ID];
        assertDropped(new StunWriter(StunClass.INDICATION, Stun.BINDING, id).bytes());
        assertDropped(new StunWriter(StunClass.SUCCESS_RESPONSE, Stun.BINDING, id).bytes());
        assertDropped(new StunWriter(StunClass.INDICATION, Stun.SEND, id).bytes());
        assertDropped(new byte[40]);
        assertDropped(new byte[0]);
    }

    @Test
    void aMethodThatNobodyKnowsIsNotAnswered() {
        assertDropped(Edge.begin(0x002).bytes());
        assertDropped(Edge.begin(Stun.SEND).bytes());
        assertDropped(Edge.begin(0x7ff).bytes());
    }

    @Test
    void aWrongFingerprintIsNotAnswered() {
        byte[] request = Edge.begin(Stun.BINDING).fingerprint().bytes();
        request[request.length - 1] ^= 1;
        assertDropped(request);
    }

    private void assertDropped(byte[] message) {
        assertInstanceOf(Decision.Drop.class, edge.decide(message));
    }
}
