package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.LocationListener;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component: every service of this bundle. What it is asked goes to the home loop, to which all tables belong. */
@Component(immediate = true, configurationPid = "org.hotcut.sip.events", property = "hotcut.name=sip-events",
    service = {StoredMessages.class, LocationListener.class, StatusSource.class})
@Designate(ocd = Config.class)
public final class SipEvents implements StoredMessages, LocationListener, StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(SipEvents.class);
    private static final long TICK_MILLIS = 50;
    private static final long LEAVE_MILLIS = 1_000;

    private final Home home;
    private final Journal journal;
    private final Mailboxes mailboxes;
    private final Delivery delivery;
    private final Keeper keeper;
    private final AutoCloseable ticks;
    /** Whose registrations matter: asked on every loop before anything is posted. */
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private volatile Limits limits;

    /** Called by the component runtime. */
    @Activate
    public SipEvents(BundleContext context, Config config, @Reference Loops loops, @Reference Location location, @Reference SipClient client) throws IOException {
        this(dataFolder(context), Limits.of(config), loops, location, client, Clock.systemUTC());
    }

    SipEvents(Path data, Limits limits, Loops loops, Location location, SipClient client, Clock clock) throws IOException {
        this.limits = limits;
        home = new Home(loops);
        journal = new Journal(data.resolve("events"));
        mailboxes = new Mailboxes(journal, clock::millis);
        delivery = new Delivery(mailboxes, location, client);
        journal.load(this::load, mailboxes::clear);
        awaited.addAll(mailboxes.addresses());
        LOG.info("{} messages wait for their recipients", mailboxes.count());
        keeper = new Keeper(journal, home, this::rows);
        ticks = loops.tick(home.loop(), TICK_MILLIS, this::tick);
        // a delivery may have been cut off, and who registered while this bundle was being replaced was told to nobody
        home.run(() -> mailboxes.addresses().forEach(delivery::begin));
    }

    private void load(Entry entry) {
        try {
            if (entry.kind() == Entry.MESSAGE) {
                mailboxes.load(entry.key(), entry.row());
            }
        } catch (RuntimeException e) {
            LOG.warn("A row of the journal of messages cannot be understood and is left out: {}", e.toString());
        }
    }

    private List<Entry> rows() {
        List<Entry> rows = new ArrayList<>();
        mailboxes.rows(rows);
        return rows;
    }

    private void tick() {
        if (!home.isClosed()) {
            mailboxes.tick();
        }
    }

    @Modified
    void modified(Config config) {
        limits = Limits.of(config);
    }

    /** What the loop has begun is finished before the journal is closed. */
    @Deactivate
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

    @Override
    public CompletionStage<Outcome> keep(StoredMessage message, boolean tried) {
        awaited.add(message.address());
        return home.ask(() -> {
            Outcome outcome = mailboxes.keep(message, limits);
            look(message.address());
            if (outcome == Outcome.KEPT && !tried) {
                delivery.begin(message.address());
            }
            return outcome;
        });
    }

    @Override
    public CompletionStage<List<StoredMessage>> list(int most) {
        return home.ask(() -> mailboxes.all().stream().limit(most).toList());
    }

    @Override
    public CompletionStage<Integer> purge(String address) {
        return home.ask(() -> mailboxes.purge(address));
    }

    @Override
    public void changed(String address, List<Change> changes) {
        if (awaited.contains(address)) {
            home.run(() -> changedAtHome(address, changes));
        }
    }

    private void changedAtHome(String address, List<Change> changes) {
        if (changes.stream().anyMatch(change -> change.event() == Event.CREATED || change.event() == Event.REFRESHED)) {
            delivery.begin(address);
        }
        look(address);
    }

    /** Sees whether the registrations of an address still matter. */
    private void look(String address) {
        if (mailboxes.isEmpty(address)) {
            awaited.remove(address);
        } else {
            awaited.add(address);
        }
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("held", Map.of("messages", mailboxes.count()));
        status.put("messagesDelivered", delivery.delivered());
        status.put("messageBytes", mailboxes.bytes());
        status.put("journalBytes", journal.size());
        if (journal.failure() != null) {
            status.put("fault", "subscriptions and messages cannot be written and are answered 500: " + journal.failure());
        }
        return status;
    }

    private static Path dataFolder(BundleContext context) {
        String data = context.getProperty("hotcut.data");
        return Path.of(data == null ? context.getProperty("karaf.data") : data);
    }
}
