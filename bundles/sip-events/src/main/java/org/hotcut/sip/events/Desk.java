package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.journal.Journal;
import org.hotcut.journal.JournalKeeper;
import org.hotcut.journal.Replay;
import org.hotcut.journal.Rows;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.LocationListener.Change;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the home loop has: the tables, the journal below them, and who tells others of what is in them. Confined to that loop but for what says otherwise. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final long TICK_MILLIS = 50;
    private static final long LEAVE_MILLIS = 1_000;
    private static final JournalKeeper.Policy POLICY = new JournalKeeper.Policy(4 << 20, 3);
    /** After a start nobody is notified before the listeners are open and the packages are there. */
    private static final long START_MILLIS = 10_000;

    private final Home home;
    private final LongSupplier clock;
    private final Journal journal;
    private final Mailboxes mailboxes;
    private final Watches watches;
    private final Documents documents;
    private final Delivery delivery;
    private final Notifier notifier;
    private final JournalKeeper keeper;
    private final AutoCloseable ticks;
    /** Whose registrations matter: asked on every loop before anything is posted. */
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();

    Desk(Path data, Home home, Loops loops, Packages packages, Flows flows, Location location, SipClient client, LongSupplier clock, LongSupplier interval)
        throws IOException {
        this.home = home;
        this.clock = clock;
        journal = new Journal(data.resolve("events"), Entries.FORMAT, "Subscriptions and messages");
        Entries entries = new Entries(journal);
        mailboxes = new Mailboxes(entries, clock);
        watches = new Watches(entries);
        documents = new Documents(entries, clock, this::isDifferent);
        delivery = new Delivery(mailboxes, location, client, clock);
        notifier = new Notifier(watches, documents, packages, location, flows, client, clock, interval);
        load();
        LOG.info("{} subscriptions, {} documents, {} messages that wait", watches.count(), documents.count(), mailboxes.count());
        keeper = new JournalKeeper("hotcut-events-journal", journal, turn -> home.ask(() -> rows(turn)), POLICY);
        ticks = loops.tick(home.loop(), TICK_MILLIS, this::tick);
        // a delivery may have been cut off, and who registered while this bundle was being replaced was told to nobody
        home.run(() -> mailboxes.addresses().forEach(delivery::begin));
    }

    private void load() throws IOException {
        journal.load(new Replay() {
            @Override
            public void record(ByteBuffer content) {
                load(Entries.read(content));
            }

            @Override
            public void snapshot() {
                clear();
            }
        });
        loaded();
    }

    private void load(Entry entry) {
        switch (entry.kind()) {
            case Entry.MESSAGE -> mailboxes.load(entry.key(), entry.row());
            case Entry.SUBSCRIPTION -> watches.load(entry.key(), entry.row());
            case Entry.PUBLICATION -> documents.load(entry.key(), entry.row());
            default -> throw new IllegalArgumentException("a row of a kind that is not known: " + (char) entry.kind());
        }
    }

    private void clear() {
        mailboxes.clear();
        watches.clear();
        documents.clear();
    }

    private void loaded() {
        awaited.addAll(mailboxes.addresses());
        for (Watch watch : watches.all()) {
            awaited.add(watch.subscription().address());
            awaited.add(watch.subscription().watcher());
            notifier.schedule(watch, clock.getAsLong() + START_MILLIS);
        }
    }

    // references only: to write out many megabytes takes longer than calls may wait
    private Rows rows(Runnable turn) {
        turn.run();
        List<Supplier<Entry>> rows = new ArrayList<>();
        mailboxes.rows(rows);
        watches.rows(rows);
        documents.rows(rows);
        return Entries.rows(rows);
    }

    private void tick() {
        if (!home.isClosed()) {
            mailboxes.tick();
            documents.tick();
            notifier.tick();
            delivery.tick();
        }
    }

    /** Any thread. What the loop has begun is finished before the journal is closed. */
    void close() throws Exception {
        ticks.close();
        keeper.stop();
        CountDownLatch left = new CountDownLatch(1);
        home.run(() -> {
            home.close();
            left.countDown();
        });
        left.await(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        home.close();
        journal.close();
    }

    StoredMessages.Outcome keep(StoredMessage message, boolean tried, Limits limits) throws IOException {
        StoredMessages.Outcome outcome = mailboxes.keep(message, limits);
        await(message.address());
        if (outcome == StoredMessages.Outcome.KEPT && !tried) {
            delivery.begin(message.address());
        }
        return outcome;
    }

    List<StoredMessage> messages(int most) {
        return mailboxes.all().stream().limit(most).toList();
    }

    int purge(String address) {
        return mailboxes.purge(address);
    }

    Subscriptions.Outcome subscribe(Subscription subscription, Limits limits) throws IOException {
        Subscriptions.Outcome outcome = watches.subscribe(subscription, limits);
        schedule(outcome, subscription.callId(), subscription.tag());
        return outcome;
    }

    Subscriptions.Outcome refresh(Refresh refresh) throws IOException {
        Subscriptions.Outcome outcome = watches.refresh(refresh, clock.getAsLong());
        schedule(outcome, refresh.callId(), refresh.tag());
        return outcome;
    }

    Subscription find(String callId, String tag) {
        Watch watch = watches.find(callId, tag);
        return watch == null || watch.isOver(clock.getAsLong()) ? null : watch.subscription();
    }

    Void end(String callId, String tag, String reason) {
        Watch watch = watches.find(callId, tag);
        long now = clock.getAsLong();
        if (watch != null && !watch.isOver(now)) {
            LOG.info("The subscription of {} to {} of {} ends: {}", watch.subscription().watcher(), watch.subscription().eventPackage(), watch.subscription().address(), reason);
            watches.end(watch, reason, now);
            notifier.schedule(watch, now);
        }
        return null;
    }

    private void schedule(Subscriptions.Outcome outcome, String callId, String tag) {
        Watch watch = outcome == Subscriptions.Outcome.DONE ? watches.find(callId, tag) : null;
        if (watch != null && watch.forced) {
            await(watch.subscription().address());
            await(watch.subscription().watcher());
            notifier.schedule(watch, clock.getAsLong());
        }
    }

    List<Subscription> subscriptions(int most) {
        return watches.all().stream().filter(watch -> watch.reason() == null).map(Watch::subscription).limit(most).toList();
    }

    Publications.Result publish(Publication publication, Limits limits) throws IOException {
        return documents.publish(publication, limits);
    }

    List<Document> documents(int most) {
        return documents.documents(most);
    }

    private void isDifferent(String address) {
        watches.about(address).forEach(notifier::changed);
    }

    /** Any thread. */
    boolean isAwaited(String address) {
        return awaited.contains(address);
    }

    void changed(String address, List<Change> changes) {
        boolean there = false;
        for (Change change : changes) {
            there |= change.event() == Event.CREATED || change.event() == Event.REFRESHED;
            if (change.event() == Event.UNREGISTERED || change.event() == Event.EXPIRED) {
                watches.about(address).forEach(watch -> watch.gone(change));
            }
        }
        isDifferent(address);
        if (there) {
            delivery.begin(address);
            watches.of(address).forEach(notifier::isBack);
        }
        await(address);
    }

    /** Sees whether the registrations of an address matter. */
    private void await(String address) {
        if (mailboxes.isEmpty(address) && watches.about(address).isEmpty() && watches.of(address).isEmpty()) {
            awaited.remove(address);
        } else {
            awaited.add(address);
        }
    }

    /** Any thread. */
    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("held", Map.of("subscriptions", watches.count(), "documents", documents.count(), "messages", mailboxes.count()));
        status.put("notificationsSent", notifier.sent());
        status.put("messagesDelivered", delivery.delivered());
        status.put("messageBytes", mailboxes.bytes());
        status.put("journalBytes", journal.size());
        if (journal.failure() != null) {
            status.put("fault", "subscriptions and messages cannot be written and are answered 500: " + journal.failure());
        }
        return status;
    }
}
