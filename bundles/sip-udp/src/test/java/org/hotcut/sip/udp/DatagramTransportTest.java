package org.hotcut.sip.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.stun.XorAddress;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.RecordingIngress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramTransportTest {
    private static final String BINDING_REQUEST = "000100002112a442000102030405060708090a0b";

    private final RecordingIngress ingress = new RecordingIngress();
    private final RecordingFlows flows = new RecordingFlows();
    private final DatagramTransport transport = new DatagramTransport(ingress, flows);
    private final Flow flow = flows.udp("192.0.2.1", 5060);

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\0\0\0\0"})
    void whatOnlyKeepsANatOpenGoesNoFurther(String datagram) {
        transport.receive(flow, bytes(datagram));
        assertEquals(List.of(), ingress.deliveries());
    }

    @Test
    void everyOtherDatagramIsAMessage() {
        transport.receive(flow, bytes("\r\nOPTIONS"));
        assertEquals(List.of(new RecordingIngress.Delivery(flow, "\r\nOPTIONS", null)), ingress.deliveries());
    }

    @Test
    void rfc5626_4_4_2_aStunBindingRequestIsAnsweredWithWhereItCameFromAndGoesNoFurther() {
        transport.receive(flow, hex(BINDING_REQUEST));
        assertEquals(List.of("0101000c2112a442000102030405060708090a0b" + "00200008" + "0001" + "32d6" + "e112a643"), sent());
        assertEquals(List.of(), ingress.deliveries());
    }

    @Test
    void rfc5626_8_aStunRequestOverIpv6() {
        Flow six = flows.udp("2001:db8::1", 5060);
        transport.receive(six, hex(BINDING_REQUEST));
        StunMessage answer = StunMessage.of(hex(sent().get(0)));
        assertEquals(six.remote(), XorAddress.read(answer.attribute(Stun.XOR_MAPPED_ADDRESS), answer.transactionId()));
    }

    @Test
    void rfc8489_14_7_aFingerprintIsAnsweredWithOneAndAWrongOneNotAtAll() {
        byte[] request = new StunWriter(StunClass.REQUEST, Stun.BINDING, new byte[12]).attribute(Stun.SOFTWARE, new byte[] {'x'}).fingerprint().bytes();
        transport.receive(flow, ByteBuffer.wrap(request));
        assertTrue(StunMessage.of(hex(sent().get(0))).isFingerprintRight());
        request[25] ^= 1;
        transport.receive(flow, ByteBuffer.wrap(request));
        assertEquals(1, sent().size());
    }

    @Test
    void rfc8489_6_3_1_420ForAnAttributeThatMustBeKnownAndIsNot() {
        transport.receive(flow, ByteBuffer.wrap(new StunWriter(StunClass.REQUEST, Stun.BINDING, new byte[12]).attribute(0x0003, new byte[4]).bytes()));
        assertEquals(List.of("011100102112a442000000000000000000000000" + "00090004" + "00000414" + "000a0002" + "00030000"), sent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"001100002112a442000102030405060708090a0b", "010100002112a442000102030405060708090a0b", "011100002112a442000102030405060708090a0b",
        "000300002112a442000102030405060708090a0b", "000100042112a442000102030405060708090a0b"})
    void nothingElseOfStunIsAnsweredOrGoesFurther(String hex) {
        transport.receive(flow, hex(hex));
        assertEquals(List.of(), sent());
        assertEquals(List.of(), ingress.deliveries());
    }

    @Test
    void whoeverForgesASourceGainsNothing() {
        for (int attributes = 0; attributes < 300; attributes++) {
            StunWriter writer = new StunWriter(StunClass.REQUEST, Stun.BINDING, new byte[12]);
            for (int i = 0; i < attributes; i++) {
                writer.attribute(0x7000 + i, new byte[0]);
            }
            byte[] request = writer.bytes();
            int answer = StunKeepAlive.answer(ByteBuffer.wrap(request), flows.udp("2001:db8::1", 5060).remote()).length;
            assertTrue(answer <= request.length + 24, answer + " for " + request.length);
        }
    }

    private List<String> sent() {
        return flows.sent().stream().map(each -> HexFormat.of().formatHex(each.bytes())).toList();
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
