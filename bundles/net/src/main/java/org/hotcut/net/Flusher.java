package org.hotcut.net;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/**
 * Turns many writes of one read burst into one flush for each channel, that is into one sendmmsg or writev. A flush is a task of the
 * loop, so it comes after what the loop is reading. For the loop's thread only.
 */
final class Flusher implements Runnable {
    /** Something with writes that wait. */
    interface Writer {
        Channel channel();

        /** Returns the mark as it was and sets it. */
        boolean markUnflushed(boolean unflushed);
    }

    private final EventLoop events;
    private List<Writer> waiting = new ArrayList<>();
    private List<Writer> spare = new ArrayList<>();

    Flusher(EventLoop events) {
        this.events = events;
    }

    void add(Writer writer) {
        if (writer.markUnflushed(true)) {
            return;
        }
        if (waiting.isEmpty()) {
            events.execute(this);
        }
        waiting.add(writer);
    }

    @Override
    public void run() {
        List<Writer> batch = waiting;
        waiting = spare;
        for (Writer writer : batch) {
            writer.markUnflushed(false);
            writer.channel().flush();
        }
        batch.clear();
        spare = batch;
    }
}
