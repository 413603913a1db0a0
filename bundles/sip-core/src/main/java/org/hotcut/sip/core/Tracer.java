package org.hotcut.sip.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.hotcut.core.api.net.Flow;

/** Keeps messages the admin wants to see. Safe for any thread; a message costs one look at a flag while nobody traces. */
final class Tracer {
    private static final int MOST_TRACES = 4;
    private static final int MOST_MESSAGES = 1_000;
    private static final int MOST_BYTES = 8_192;
    private static final long MILLIS = 600_000;

    private final Map<Integer, Trace> traces = new TreeMap<>();
    private int last;
    private volatile boolean on;

    private record Trace(String wanted, long until, Deque<String> kept) { }

    synchronized int start(String wanted) {
        end(System.currentTimeMillis());
        if (traces.size() == MOST_TRACES) {
            throw new IllegalStateException("There are " + MOST_TRACES + " traces already; end one of them first");
        }
        traces.put(++last, new Trace(wanted.strip(), System.currentTimeMillis() + MILLIS, new ArrayDeque<>()));
        on = true;
        return last;
    }

    synchronized List<String> take(int number) {
        Trace trace = traces.get(number);
        if (trace == null) {
            return List.of();
        }
        List<String> kept = new ArrayList<>(trace.kept);
        trace.kept.clear();
        return kept;
    }

    synchronized void stop(int number) {
        traces.remove(number);
        on = !traces.isEmpty();
    }

    void in(Flow flow, byte[] message) {
        if (on) {
            keep("from ", flow, message);
        }
    }

    void out(Flow flow, byte[] message) {
        if (on) {
            keep("to ", flow, message);
        }
    }

    private synchronized void keep(String way, Flow flow, byte[] message) {
        end(System.currentTimeMillis());
        String text = new String(message, 0, Math.min(message.length, MOST_BYTES), StandardCharsets.UTF_8);
        for (Trace trace : traces.values()) {
            if (isWanted(trace.wanted, flow, text)) {
                if (trace.kept.size() == MOST_MESSAGES) {
                    trace.kept.poll();
                }
                trace.kept.add(Instant.now() + " " + way + flow + '\n' + text);
            }
        }
    }

    private void end(long now) {
        traces.values().removeIf(trace -> trace.until < now);
        on = !traces.isEmpty();
    }

    private static boolean isWanted(String wanted, Flow flow, String message) {
        if (wanted.equals("*") || flow.toString().endsWith(wanted) || flow.remote().getAddress().getHostAddress().equals(wanted)) {
            return true;
        }
        int start = 0;
        while (start < message.length()) {
            int end = message.indexOf("\r\n", start);
            if (end <= start) {
                return false;
            }
            boolean names = start == 0 || message.regionMatches(true, start, "from", 0, 4) || message.regionMatches(true, start, "to", 0, 2)
                || message.regionMatches(true, start, "f:", 0, 2) || message.regionMatches(true, start, "t:", 0, 2);
            int found = names ? message.indexOf(wanted, start) : -1;
            if (found >= 0 && found < end) {
                return true;
            }
            start = end + 2;
        }
        return false;
    }
}
