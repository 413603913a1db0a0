package org.hotcut.sip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Annotation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.RecordingIngress;
import org.junit.jupiter.api.Test;

class StreamTransportTest {
    private static final Config CONFIG = new Config() {
        @Override
        public int maxHead() {
            return 1_024;
        }

        @Override
        public int maxBody() {
            return 1_024;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Config.class;
        }
    };

    private final RecordingIngress ingress = new RecordingIngress();
    private final RecordingFlows flows = new RecordingFlows();
    private final Flow flow = flows.open(Protocol.TLS, "192.0.2.1", 40_000);
    private final StreamTransport transport = new StreamTransport(ingress, flows, CONFIG);

    @Test
    void rfc5626_3_5_1_aDoubleCrlfPingIsAnsweredWithACrlfPong() {
        transport.receive(flow, bytes("\r\n\r\n"));
        assertEquals(List.of("\r\n"), flows.sent(flow));
        assertEquals(List.of(), ingress.deliveries());
    }

    @Test
    void rfc5626_4_4_1_aPongIsSwallowed() {
        transport.receive(flow, bytes("\r\n"));
        assertEquals(List.of(), flows.sent());
        assertEquals(List.of(), ingress.deliveries());
    }

    @Test
    void messagesAndWhatIsNoneGoToTheCore() {
        transport.receive(flow, bytes("OPTIONS"));
        transport.malformed(flow, bytes("GET"), "no Content-Length");
        assertEquals(List.of(new RecordingIngress.Delivery(flow, "OPTIONS", null), new RecordingIngress.Delivery(flow, "GET", "no Content-Length")),
            ingress.deliveries());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
