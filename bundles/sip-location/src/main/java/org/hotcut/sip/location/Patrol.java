package org.hotcut.sip.location;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener.Event;

/**
 * Walks round the whole table once in a period, a few rows at each tick: drops what has expired, marks what has lost its line and sends a keep-alive (RFC 5626 section
 * 3.5.1) on UDP lines behind NAT. So the sending is spread evenly and nothing is kept per binding. Touched by one loop's thread alone.
 */
final class Patrol {
    static final long TICK_MILLIS = 50;
    private static final long PERIOD_WITHOUT_KEEP_ALIVE = 30_000;
    private static final byte[] KEEP_ALIVE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Table table;
    private final Hearers hearers;
    private final Flows flows;
    private final Clock clock;
    private final LongAdder sent = new LongAdder();
    private volatile int keepAliveSeconds;
    private Iterator<Map.Entry<String, Row>> walk = Collections.emptyIterator();
    private long began = Long.MIN_VALUE;
    private long visited;
    private long versionAtStart;
    private long settled;

    Patrol(Table table, Hearers hearers, Flows flows, Clock clock, int keepAliveSeconds) {
        this.table = table;
        this.hearers = hearers;
        this.flows = flows;
        this.clock = clock;
        this.keepAliveSeconds = keepAliveSeconds;
    }

    void keepAlive(int seconds) {
        keepAliveSeconds = seconds;
    }

    /** Returns how many keep-alives were sent. */
    long sent() {
        return sent.sum();
    }

    /** Goes on as far as the time that has passed asks for. */
    void step() {
        long now = clock.millis();
        long period = keepAliveSeconds > 0 ? keepAliveSeconds * 1000L : PERIOD_WITHOUT_KEEP_ALIVE;
        // also when the clock was set back
        if (began == Long.MIN_VALUE || now < began || now - began >= period) {
            visit(Long.MAX_VALUE, now);
            begin(now);
        }
        visit((long) Math.ceil((double) table.rows().size() * (now - began + TICK_MILLIS) / period), now);
    }

    private void begin(long now) {
        settled = versionAtStart;
        versionAtStart = table.version();
        walk = table.rows().iterator();
        began = now;
        visited = 0;
    }

    private void visit(long target, long now) {
        while (visited < target && walk.hasNext()) {
            Map.Entry<String, Row> entry = walk.next();
            visited++;
            look(entry.getKey(), entry.getValue(), now);
        }
    }

    private void look(String address, Row row, long now) {
        if (row.bindings().isEmpty() || row.live(now) != row.bindings()) {
            hearers.tell(Event.EXPIRED, table.tidy(address, now, settled));
        }
        for (Binding binding : row.bindings()) {
            if (binding.expiresAt() > now) {
                look(binding);
            }
        }
    }

    private void look(Binding binding) {
        if (binding.flow().protocol().isStream()) {
            // a line that closed while this bundle was being replaced was told to nobody
            if (binding.reachable() && !flows.isOpen(binding.flow())) {
                hearers.tell(Event.LOST, table.closed(binding.flow().id()));
            }
        } else if (binding.natted() && keepAliveSeconds > 0 && flows.send(binding.flow(), KEEP_ALIVE)) {
            sent.increment();
        }
    }
}
