package org.hotcut.sip.events;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that wait, by recipient. Confined to the home loop. */
final class Mailboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Mailboxes.class);

    private final Entries journal;
    private final LongSupplier clock;
    private final Map<String, Map<String, StoredMessage>> boxes = new HashMap<>();
    private final Map<String, Integer> senders = new HashMap<>();
    private final Shares shares = new Shares();
    private final DueQueue ages = new DueQueue();
    // read by the admin's thread
    private volatile long bytes;
    private volatile int count;

    Mailboxes(Entries journal, LongSupplier clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Takes a row of the journal; null deletes. */
    void load(String key, byte[] row) {
        StoredMessage before = find(key);
        if (before != null) {
            drop(before);
        }
        if (row != null) {
            add(Letters.read(row));
        }
    }

    /** Forgets what was loaded. */
    void clear() {
        for (StoredMessage message : all()) {
            drop(message);
        }
    }

    Outcome keep(StoredMessage given, Limits limits) throws IOException {
        long now = clock.getAsLong();
        StoredMessage message = aged(given, Math.min(given.expiresAt(), given.receivedAt() + limits.messageMillis()));
        Map<String, StoredMessage> box = boxes.getOrDefault(message.address(), Map.of());
        if (box.containsKey(message.id())) {
            return Outcome.KEPT;
        }
        Outcome refusal = refusal(message, box.size(), limits, now);
        if (refusal != null) {
            return refusal;
        }
        journal.append(new Entry(Entry.MESSAGE, key(message), Letters.row(message)));
        add(message);
        return Outcome.KEPT;
    }

    private Outcome refusal(StoredMessage message, int waiting, Limits limits, long now) {
        if (message.body().length > limits.messageBytes()) {
            return Outcome.TOO_LONG;
        }
        if (message.expiresAt() <= now) {
            return Outcome.TOO_LATE;
        }
        if (waiting >= limits.messagesPerUser()) {
            return Outcome.USER_FULL;
        }
        if (senders.getOrDefault(message.sender(), 0) >= limits.messagesPerSender() || shares.isSpent(message, limits.messagesOfOneForOne())) {
            return Outcome.SENDER_FULL;
        }
        return bytes + Letters.size(message) > limits.messageTotal() ? Outcome.FULL : null;
    }

    /** Forgets a message that was delivered or is of no use any more. */
    void forget(StoredMessage message) {
        if (find(key(message)) == null) {
            return;
        }
        drop(message);
        try {
            journal.append(new Entry(Entry.MESSAGE, key(message), null));
        } catch (IOException e) {
            LOG.warn("A message to {} that is done could not be taken out of the journal: it may come once more after a restart ({})", message.address(), e.toString());
        }
    }

    int purge(String address) {
        List<StoredMessage> gone = address == null ? all() : of(address);
        gone.forEach(this::forget);
        return gone.size();
    }

    /** Forgets what is too old. */
    void tick() {
        long now = clock.getAsLong();
        for (String key = ages.poll(now); key != null; key = ages.poll(now)) {
            StoredMessage message = find(key);
            if (message != null) {
                LOG.info("A message from {} to {} was fetched by nobody and is forgotten", message.sender(), message.address());
                forget(message);
            }
        }
    }

    /** Returns those of a user, the oldest first. */
    List<StoredMessage> of(String address) {
        return List.copyOf(boxes.getOrDefault(address, Map.of()).values());
    }

    boolean isEmpty(String address) {
        return !boxes.containsKey(address);
    }

    boolean isWaiting(StoredMessage message) {
        return find(key(message)) != null;
    }

    List<StoredMessage> all() {
        return boxes.values().stream().map(Map::values).flatMap(Collection::stream).toList();
    }

    Collection<String> addresses() {
        return List.copyOf(boxes.keySet());
    }

    void rows(List<Supplier<Entry>> into) {
        all().forEach(message -> into.add(() -> new Entry(Entry.MESSAGE, key(message), Letters.row(message))));
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    private void add(StoredMessage message) {
        boxes.computeIfAbsent(message.address(), address -> new LinkedHashMap<>()).put(message.id(), message);
        senders.merge(message.sender(), 1, Integer::sum);
        shares.add(message);
        ages.set(key(message), message.expiresAt());
        bytes += Letters.size(message);
        count++;
    }

    private void drop(StoredMessage message) {
        Map<String, StoredMessage> box = boxes.get(message.address());
        box.remove(message.id());
        if (box.isEmpty()) {
            boxes.remove(message.address());
        }
        senders.computeIfPresent(message.sender(), (sender, waiting) -> waiting == 1 ? null : waiting - 1);
        shares.remove(message);
        ages.cancel(key(message));
        bytes -= Letters.size(message);
        count--;
    }

    private StoredMessage find(String key) {
        int space = key.indexOf(' ');
        return boxes.getOrDefault(key.substring(space + 1), Map.of()).get(key.substring(0, space));
    }

    private static String key(StoredMessage message) {
        return message.id() + ' ' + message.address();
    }

    private static StoredMessage aged(StoredMessage m, long expiresAt) {
        return new StoredMessage(m.id().replace(' ', '_'), m.address(), m.sender(), m.from(), m.to(), m.callId(), m.cseq(), m.headers(), m.body(), m.receivedAt(), expiresAt);
    }
}
