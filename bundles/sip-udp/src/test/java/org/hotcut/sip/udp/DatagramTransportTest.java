package org.hotcut.sip.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.RecordingIngress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramTransportTest {
    private final RecordingIngress ingress = new RecordingIngress();
    private final DatagramTransport transport = new DatagramTransport(ingress);
    private final Flow flow = new RecordingFlows().udp("192.0.2.1", 5060);

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

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
