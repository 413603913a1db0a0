package org.hotcut.sip.events;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions, by dialog, by what they are about and by who wants to know. Confined to the home loop. */
final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private final Entries journal;
    private final Map<String, Watch> byDialog = new HashMap<>();
    private final Map<String, Set<Watch>> byAddress = new HashMap<>();
    private final Map<String, Set<Watch>> byWatcher = new HashMap<>();
    private volatile int count;

    Watches(Entries journal) {
        this.journal = journal;
    }

    /** Takes a row of the journal; null deletes. */
    void load(String key, byte[] row) {
        Watch before = byDialog.get(key);
        if (before != null) {
            drop(before);
        }
        if (row != null) {
            add(Watch.read(row));
        }
    }

    /** Forgets what was loaded. */
    void clear() {
        all().forEach(this::drop);
    }

    Outcome subscribe(Subscription subscription, Limits limits) throws IOException {
        Watch watch = new Watch(subscription);
        if (byDialog.containsKey(watch.key())) {
            return Outcome.DONE;
        }
        if (byWatcher.getOrDefault(subscription.watcher(), Set.of()).size() >= limits.subscriptionsPerUser()) {
            return Outcome.USER_FULL;
        }
        if (count >= limits.subscriptions()) {
            return Outcome.FULL;
        }
        watch.forced = true;
        journal.append(entry(watch));
        add(watch);
        return Outcome.DONE;
    }

    Outcome refresh(Refresh refresh, long now) throws IOException {
        Watch watch = find(refresh.callId(), refresh.tag());
        if (watch == null || watch.isOver(now) || !isOf(watch.subscription(), refresh)) {
            return Outcome.NONE;
        }
        if (refresh.cseq() <= watch.subscription().cseq()) {
            // the same one given twice is done
            return refresh.cseq() == watch.subscription().cseq() ? Outcome.DONE : Outcome.OUT_OF_ORDER;
        }
        watch.refresh(refresh);
        journal.append(entry(watch));
        return Outcome.DONE;
    }

    /** Ends one whose watcher is to be told so; a restart meanwhile does not bring it back. */
    void end(Watch watch, String reason, long now) {
        watch.end(reason, now);
        write(new Entry(Entry.SUBSCRIPTION, watch.key(), null));
    }

    private static boolean isOf(Subscription subscription, Refresh refresh) {
        return subscription.watcher().equals(refresh.watcher()) && subscription.eventPackage().equals(refresh.eventPackage())
            && Objects.equals(subscription.eventId(), refresh.eventId()) && hasTag(subscription.remote(), refresh.remoteTag());
    }

    private static boolean hasTag(String nameAddr, String tag) {
        String parameters = WHITE_SPACE.matcher(nameAddr).replaceAll("").toLowerCase(Locale.ROOT) + ';';
        return tag != null && parameters.contains(";tag=" + tag.toLowerCase(Locale.ROOT) + ';');
    }

    /** Writes how far a watcher was told. */
    void store(Watch watch) {
        if (watch.reason() == null) {
            write(entry(watch));
        }
    }

    void remove(Watch watch) {
        if (!watch.removed) {
            drop(watch);
            write(new Entry(Entry.SUBSCRIPTION, watch.key(), null));
        }
    }

    // what could not be written is at worst told once more after a restart
    private void write(Entry entry) {
        try {
            journal.append(entry);
        } catch (IOException e) {
            LOG.debug("A subscription is not in the journal: {}", e.toString());
        }
    }

    Watch find(String callId, String tag) {
        return byDialog.get(Watch.key(callId, tag));
    }

    Watch find(String key) {
        return byDialog.get(key);
    }

    Collection<Watch> about(String address) {
        return byAddress.getOrDefault(address, Set.of());
    }

    Collection<Watch> of(String watcher) {
        return byWatcher.getOrDefault(watcher, Set.of());
    }

    List<Watch> all() {
        return List.copyOf(byDialog.values());
    }

    void rows(List<Supplier<Entry>> into) {
        byDialog.values().stream().filter(watch -> watch.reason() == null).forEach(watch -> into.add(watch.entry()));
    }

    int count() {
        return count;
    }

    private void add(Watch watch) {
        byDialog.put(watch.key(), watch);
        byAddress.computeIfAbsent(watch.subscription().address(), address -> new LinkedHashSet<>(2)).add(watch);
        byWatcher.computeIfAbsent(watch.subscription().watcher(), watcher -> new LinkedHashSet<>(2)).add(watch);
        count = byDialog.size();
    }

    private void drop(Watch watch) {
        watch.removed = true;
        byDialog.remove(watch.key());
        remove(byAddress, watch.subscription().address(), watch);
        remove(byWatcher, watch.subscription().watcher(), watch);
        count = byDialog.size();
    }

    private static void remove(Map<String, Set<Watch>> index, String key, Watch watch) {
        Set<Watch> watches = index.get(key);
        watches.remove(watch);
        if (watches.isEmpty()) {
            index.remove(key);
        }
    }

    private static Entry entry(Watch watch) {
        return new Entry(Entry.SUBSCRIPTION, watch.key(), watch.row());
    }
}
