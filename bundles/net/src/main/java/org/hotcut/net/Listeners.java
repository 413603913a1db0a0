package org.hotcut.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.hotcut.core.api.net.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what listens equal to what is configured. One thread opens, changes and closes, one after the other; what cannot be opened
 * is said once and tried again every few seconds until it can, or is configured otherwise.
 */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final long RETRY_MILLIS = 3000;
    private static final long PATIENCE_MILLIS = 8000;

    private static final String NOT_YET = "its turn";

    /** One configuration and what became of it. Written by the thread only. */
    private static final class Entry {
        private volatile ListenerSettings settings;
        private volatile Listener listener;
        private volatile String waitsFor = NOT_YET;
    }

    private final Function<ListenerSettings, Listener> maker;
    private final ScheduledThreadPoolExecutor thread;
    private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
    private final SortedMap<String, Entry> byName = new TreeMap<>();
    private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of(), List.of());

    /** What the hot path reads: all that have a name of their own in the order of their names, and of these the open ones. */
    private record Snapshot(List<Listener> all, Map<String, Listener> byName, List<Endpoint> open) { }

    Listeners(Function<ListenerSettings, Listener> maker) {
        this.maker = maker;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "hotcut-net-listeners");
            made.setDaemon(true);
            made.setContextClassLoader(Listeners.class.getClassLoader());
            return made;
        });
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.prestartAllCoreThreads();
        thread.scheduleWithFixedDelay(this::openWaiting, RETRY_MILLIS, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Opens, changes or moves the listener of one configuration. Returns when that was done or has failed. */
    void put(Object owner, ListenerSettings settings) {
        await(() -> {
            apply(entries.computeIfAbsent(owner, key -> new Entry()), settings);
            publish();
            return null;
        });
    }

    /** Closes the listener of a configuration with its connections. */
    void remove(Object owner) {
        await(() -> {
            Entry entry = entries.remove(owner);
            if (entry != null) {
                release(entry);
                publish();
            }
            return null;
        });
    }

    /** Tries at once what waits. */
    void retry() {
        thread.execute(this::openWaiting);
    }

    /** Returns the listener of this name, or null. */
    Listener find(String name) {
        return snapshot.byName().get(name);
    }

    /** Returns all that have a name of their own, open or not, in the order of their names. */
    List<Listener> all() {
        return snapshot.all();
    }

    /** Returns what is open, in the order of their names. */
    List<Endpoint> endpoints() {
        return snapshot.open();
    }

    /** Returns one row for each. */
    List<Map<String, Object>> status() {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.removeIf(entry -> entry.settings == null);
        sorted.sort(Comparator.comparing((Entry entry) -> entry.settings.name()));
        return sorted.stream().map(Listeners::row).toList();
    }

    private static Map<String, Object> row(Entry entry) {
        ListenerSettings settings = entry.settings;
        Listener listener = entry.listener;
        Endpoint open = listener == null ? null : listener.endpoint();
        String waitsFor = entry.waitsFor;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", settings.name());
        row.put("protocol", Transports.name(settings.protocol()));
        if (settings.spoken().isShared() || settings.isMedia()) {
            row.put("speaks", settings.spoken().transports());
        }
        row.put("address", Addresses.text(open == null ? settings.address() : open.local()));
        row.put("open", open != null);
        if (waitsFor != null) {
            row.put("waits for", waitsFor);
        }
        if (listener != null) {
            listener.describe(row);
        }
        return row;
    }

    /** Closes everything; nothing can be put afterwards. */
    void close() {
        await(() -> {
            entries.values().forEach(this::release);
            entries.clear();
            publish();
            return null;
        });
        thread.shutdownNow();
    }

    private void apply(Entry entry, ListenerSettings wanted) {
        Listener listener = entry.listener;
        ListenerSettings before = entry.settings;
        entry.settings = wanted;
        if (listener != null && (!before.name().equals(wanted.name()) || before.protocol() != wanted.protocol() || before.isPackets() != wanted.isPackets())) {
            release(entry);
            listener = null;
        }
        if (listener == null) {
            open(entry);
            return;
        }
        listener.change(wanted);
        if (before.samePlace(wanted)) {
            LOG.info("Listener {} has new settings", wanted.name());
            return;
        }
        listener.shut();
        LOG.info("Listener {} leaves {}", wanted.name(), before.place());
        open(entry);
    }

    private void publish() {
        Map<String, Listener> named = new LinkedHashMap<>();
        byName.forEach((name, entry) -> named.put(name, entry.listener));
        List<Listener> all = List.copyOf(named.values());
        snapshot = new Snapshot(all, Collections.unmodifiableMap(named), all.stream().flatMap(listener -> listener.endpoints().stream()).toList());
    }

    private void openWaiting() {
        for (Entry entry : entries.values()) {
            if (entry.waitsFor == null) {
                continue;
            }
            try {
                open(entry);
            } catch (RuntimeException e) {
                LOG.error("Listener {} could not be tried", entry.settings.name(), e);
            }
        }
        publish();
    }

    private void open(Entry entry) {
        ListenerSettings settings = entry.settings;
        Entry holder = byName.get(settings.name());
        if (holder != null && holder != entry) {
            waits(entry, "its name, which another configuration has", true);
            return;
        }
        if (holder == null) {
            entry.listener = maker.apply(settings);
            byName.put(settings.name(), entry);
            // Before it opens: answers to the first datagrams find it
            publish();
        }
        Lack lack = entry.listener.lack();
        if (lack != null) {
            waits(entry, lack.what(), lack.wrong());
            return;
        }
        try {
            entry.listener.open();
            entry.waitsFor = null;
            LOG.info("Listener {} is open: {} {}", settings.name(), Transports.name(settings.protocol()), Addresses.text(entry.listener.endpoint().local()));
        } catch (IOException e) {
            waits(entry, BindFault.explain(settings, e), !BindFault.isAddressAway(e));
        } catch (RuntimeException e) {
            LOG.error("Listener {} does not open", settings.name(), e);
            waits(entry, "us: " + e, true);
        }
    }

    private void waits(Entry entry, String reason, boolean wrong) {
        if (reason.equals(entry.waitsFor)) {
            return;
        }
        entry.waitsFor = reason;
        if (wrong) {
            LOG.error("Listener {} cannot open {}; it waits for {}; it tries again every {} s", entry.settings.name(), entry.settings.place(), reason, RETRY_MILLIS / 1000);
        } else {
            LOG.info("Listener {} does not open {} yet; it waits for {}", entry.settings.name(), entry.settings.place(), reason);
        }
    }

    private void release(Entry entry) {
        Listener listener = entry.listener;
        entry.waitsFor = NOT_YET;
        entry.listener = null;
        if (listener == null) {
            return;
        }
        byName.remove(listener.settings().name());
        listener.close();
        LOG.info("Listener {} is closed: {}", listener.settings().name(), listener.settings().place());
    }

    private void await(Callable<Void> change) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            thread.submit(change).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("A listener takes longer than {} ms to open or close; it goes on", PATIENCE_MILLIS);
        } catch (ExecutionException e) {
            LOG.error("A listener could not be changed", e.getCause());
        }
    }
}
