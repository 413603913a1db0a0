package org.hotcut.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Transport;

/** A transport whose messages are lines; remembers what it got and can answer. */
final class LineTransport implements Transport {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<Flow> flows = new CopyOnWriteArrayList<>();
    final List<String> rejected = new CopyOnWriteArrayList<>();
    final AtomicInteger bytesLookedAt = new AtomicInteger();
    volatile BiConsumer<Flow, String> then = (flow, message) -> { };

    @Override
    public int frame(ByteBuffer unread, int scanned) throws FramingException {
        if (unread.get(unread.position()) == '!') {
            throw new FramingException("a line that begins with !");
        }
        for (int i = unread.position() + scanned; i < unread.limit(); i++) {
            bytesLookedAt.incrementAndGet();
            if (unread.get(i) == '\n') {
                return i - unread.position() + 1;
            }
        }
        return 0;
    }

    @Override
    public void receive(Flow flow, ByteBuffer message) {
        String text = text(message);
        flows.add(flow);
        messages.add(text);
        then.accept(flow, text);
    }

    @Override
    public void malformed(Flow flow, ByteBuffer unread, String reason) {
        rejected.add(reason);
        then.accept(flow, "malformed");
    }

    private static String text(ByteBuffer message) {
        return StandardCharsets.UTF_8.decode(message).toString().stripTrailing();
    }
}
