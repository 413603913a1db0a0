package org.hotcut.sip.location;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.hotcut.core.api.net.Flow;
import org.hotcut.journal.Journalled;
import org.hotcut.journal.Rows;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.Location.Outcome;

/** The bindings in memory, by address, by device and by stream flow. A change is atomic for its address. Safe for any thread; never blocks for long. */
final class Table implements Journalled {
    /**
     * What became of a change.
     *
     * @param outcome whether it was done
     * @param before  what the address had, also what had expired
     * @param row     what the address has now; null when it has nothing and had nothing
     */
    record Applied(Outcome outcome, List<Binding> before, Row row) { }

    private final ConcurrentHashMap<String, Row> rows = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Binding> devices = new ConcurrentHashMap<>();
    private final Streams streams = new Streams();
    private final Interner interner;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong versions = new AtomicLong();

    /**
     * Makes an empty one.
     *
     * @param keys gives devices their numbers
     */
    Table(DeviceKeys keys) {
        interner = new Interner(keys);
    }

    /** Applies a change, whole or not at all. */
    Applied change(Change change, long now, Limits limits) {
        Applied[] applied = new Applied[1];
        rows.compute(change.address(), (address, old) -> {
            applied[0] = change(address, old, change, now, limits);
            return applied[0].row();
        });
        return applied[0];
    }

    private Applied change(String address, Row old, Change change, long now, Limits limits) {
        List<Binding> before = old == null ? List.of() : old.bindings();
        List<Binding> present = old == null ? before : old.live(now);
        if (Merge.outOfOrder(present, change)) {
            return new Applied(Outcome.OUT_OF_ORDER, before, old);
        }
        // on the text that is the key already, so that there is one
        List<Binding> merged = Merge.apply(present, lean(change, before.isEmpty() ? address : before.get(0).address()));
        int growth = merged.size() - present.size();
        if (growth > 0 && merged.size() > limits.perAddress()) {
            return new Applied(Outcome.TOO_MANY, before, old);
        }
        if (growth > 0 && size.get() + growth > limits.total()) {
            return new Applied(Outcome.FULL, before, old);
        }
        if (old == null && merged.isEmpty()) {
            return new Applied(Outcome.DONE, before, null);
        }
        index(old, merged);
        return new Applied(Outcome.DONE, before, new Row(merged, versions.incrementAndGet()));
    }

    /** The list is not to be changed. */
    private Change lean(Change change, String address) {
        List<Binding> given = change.bind();
        if (given.isEmpty()) {
            return change;
        }
        if (given.size() == 1) {
            return new Change(address, change.callId(), change.cseq(), List.of(interner.lean(given.get(0), address)), change.unbind(), change.all());
        }
        List<Binding> bind = new ArrayList<>(given.size());
        for (Binding binding : given) {
            bind.add(interner.lean(binding, address));
        }
        return new Change(address, change.callId(), change.cseq(), bind, change.unbind(), change.all());
    }

    /**
     * Takes a row of the journal, unless a newer one was there before. Lines that are not open (after a start: no stream is) are marked; datagrams find their
     * way again.
     */
    void load(String address, Row row, long now, Predicate<Flow> open) {
        versions.accumulateAndGet(row.version(), Math::max);
        Row old = rows.get(address);
        if (old != null && old.version() >= row.version()) {
            return;
        }
        List<Binding> loaded = new ArrayList<>(row.bindings().size());
        for (Binding binding : row.live(now)) {
            Binding lean = interner.loaded(binding, address);
            loaded.add(lean.flow().protocol().isStream() && !open.test(lean.flow()) ? lean.unreachable() : lean);
        }
        index(old, loaded);
        rows.put(address, new Row(List.copyOf(loaded), row.version()));
    }

    List<Binding> find(String address, long now) {
        Row row = rows.get(address);
        return row == null ? List.of() : row.live(now);
    }

    Binding device(long key, long now) {
        Binding binding = devices.get(key);
        return binding == null || binding.expiresAt() <= now ? null : binding;
    }

    List<Binding> byFlow(long flow, long now) {
        List<Binding> found = new ArrayList<>(1);
        for (long key : streams.of(flow)) {
            Binding binding = device(key, now);
            if (binding != null && binding.flow().id() == flow) {
                found.add(binding);
            }
        }
        return found;
    }

    /** Marks what was registered by a stream flow, and returns that. Not in the journal: {@link #load} sees it for itself. */
    List<Binding> closed(long flow) {
        Set<Long> keys = streams.close(flow);
        if (keys.isEmpty()) {
            return List.of();
        }
        List<Binding> lost = new ArrayList<>(keys.size());
        for (long key : keys) {
            Binding binding = devices.get(key);
            if (binding != null) {
                rows.computeIfPresent(binding.address(), (address, row) -> without(flow, row, lost));
            }
        }
        return lost;
    }

    private Row without(long flow, Row row, List<Binding> lost) {
        List<Binding> marked = new ArrayList<>(row.bindings());
        int before = lost.size();
        for (int i = 0; i < marked.size(); i++) {
            Binding binding = marked.get(i);
            if (binding.flow().id() == flow && binding.reachable()) {
                marked.set(i, binding.unreachable());
                lost.add(marked.get(i));
            }
        }
        if (lost.size() == before) {
            return row;
        }
        index(row, marked);
        return new Row(List.copyOf(marked), row.version());
    }

    /** Forgets what has expired at an address and returns it; forgets its tombstone when no record of an older change can come any more. */
    List<Binding> tidy(String address, long now, long settled) {
        List<Binding> expired = new ArrayList<>(1);
        rows.computeIfPresent(address, (same, row) -> {
            List<Binding> live = row.live(now);
            if (live.size() == row.bindings().size()) {
                return live.isEmpty() && row.version() <= settled ? null : row;
            }
            index(row, live);
            row.bindings().stream().filter(binding -> binding.expiresAt() <= now).forEach(expired::add);
            return new Row(live, row.version());
        });
        return expired;
    }

    /** Returns the number of the latest change. */
    long version() {
        return versions.get();
    }

    int size() {
        return size.get();
    }

    /** Returns the rows, tombstones included; a weakly consistent view that is not to be changed. */
    Collection<Map.Entry<String, Row>> rows() {
        return rows.entrySet();
    }

    /** A change is in the table before it is appended: whichever row is written, that or a later one is the address's latest. */
    @Override
    public CompletionStage<Rows> snapshot(Runnable turn) {
        turn.run();
        Iterator<Map.Entry<String, Row>> walk = rows.entrySet().iterator();
        return CompletableFuture.completedFuture(out -> {
            if (!walk.hasNext()) {
                return false;
            }
            Map.Entry<String, Row> row = walk.next();
            RecordWriter.write(row.getKey(), row.getValue(), out);
            return true;
        });
    }

    /** Called inside the change of the address. What is new goes in before what is old goes out: a device that registers anew is always found. */
    private void index(Row old, List<Binding> now) {
        List<Binding> before = old == null ? List.of() : old.bindings();
        for (Binding binding : now) {
            devices.put(binding.key(), binding);
            if (byStream(binding)) {
                streams.add(binding.flow().id(), binding.key());
            }
        }
        for (Binding binding : before) {
            Binding after = of(now, binding.key());
            if (after == null) {
                devices.remove(binding.key());
            }
            if (byStream(binding) && (after == null || !byStream(after) || !after.flow().equals(binding.flow()))) {
                streams.remove(binding.flow().id(), binding.key());
            }
        }
        size.addAndGet(now.size() - before.size());
    }

    /** An address has few devices: looking through them is quicker than an index. */
    private static Binding of(List<Binding> bindings, long key) {
        for (Binding binding : bindings) {
            if (binding.key() == key) {
                return binding;
            }
        }
        return null;
    }

    private static boolean byStream(Binding binding) {
        return binding.reachable() && binding.flow().protocol().isStream();
    }
}
