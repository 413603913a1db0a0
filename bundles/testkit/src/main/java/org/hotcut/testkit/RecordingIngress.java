package org.hotcut.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.SipIngress;

/** Keeps what transports deliver. Safe for any thread. */
public final class RecordingIngress implements SipIngress {
    /** One delivery; the reason is null for a message. */
    public record Delivery(Flow flow, String text, String reason) { }

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    @Override
    public void message(Flow flow, ByteBuffer message) {
        deliveries.add(new Delivery(flow, text(message), null));
    }

    @Override
    public void malformed(Flow flow, ByteBuffer bytes, String reason) {
        deliveries.add(new Delivery(flow, text(bytes), reason));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Returns everything delivered, in order. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Returns the texts delivered, in order. */
    public List<String> texts() {
        return deliveries.stream().map(Delivery::text).toList();
    }
}
