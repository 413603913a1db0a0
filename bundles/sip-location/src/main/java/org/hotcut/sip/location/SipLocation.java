package org.hotcut.sip.location;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.journal.Journal;
import org.hotcut.journal.JournalKeeper;
import org.hotcut.journal.RecordBuffer;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registrations; see the package documentation. */
@Component(immediate = true, configurationPid = "org.hotcut.sip.location", property = "hotcut.name=sip-location",
    service = {SipLocation.class, Location.class, FlowListener.class, StatusSource.class})
@Designate(ocd = SipLocation.Config.class)
public final class SipLocation implements Location, FlowListener, StatusSource {

    /** Pid {@code org.hotcut.sip.location}. */
    @ObjectClassDefinition(name = "Hotcut registrations", description = "How many there may be, and how their lines and their journal are kept")
    public @interface Config {
        @AttributeDefinition(min = "1", max = "100", description = "How many contacts a user may have at a time.")
        int contactsPerAddress() default 10;

        @AttributeDefinition(min = "1", description = "How many contacts all users together may have at a time.")
        int contactsTotal() default 1_000_000;

        @AttributeDefinition(min = "0", max = "3600", description = "Seconds between keep-alives to UDP clients behind NAT; 0 sends none.")
        int keepAliveSeconds() default 25;

        @AttributeDefinition(min = "1", description = "The journal is replaced by a snapshot when it is longer than this many kilobytes ...")
        int journalKilobytes() default 16_384;

        @AttributeDefinition(min = "1", max = "100", description = "... and than this many times the last snapshot.")
        int journalFactor() default 3;
    }

    private static final Logger LOG = LoggerFactory.getLogger(SipLocation.class);
    private static final int PATROL_LOOP = 0;
    private static final int MOST_PER_ADDRESS = 100;
    private static final long LEAVE_MILLIS = 1000;
    private static final long KILOBYTE = 1024;

    private final Hearers hearers = new Hearers();
    private final Table table;
    private final Flows flows;
    private final Loops loops;
    private final Clock clock;
    private final Journal journal;
    private final JournalKeeper keeper;
    private final List<Burst> bursts;
    private final Patrol patrol;
    private final AutoCloseable ticks;
    private volatile Limits limits;

    @Activate
    public SipLocation(BundleContext context, Config config, @Reference Flows flows, @Reference Loops loops, @Reference Keys keys) throws IOException {
        this(dataFolder(context), config, flows, loops, keys, Clock.systemUTC());
    }

    SipLocation(Path data, Config config, Flows flows, Loops loops, Keys keys, Clock clock) throws IOException {
        this.table = new Table(new DeviceKeys(keys));
        this.flows = flows;
        this.loops = loops;
        this.clock = clock;
        this.limits = limits(config);
        this.journal = new Journal(data.resolve("location"), RecordWriter.FORMAT, "Registrations");
        load();
        this.keeper = new JournalKeeper("hotcut-location-journal", journal, table, policy(config));
        this.bursts = IntStream.range(0, loops.count()).mapToObj(loop -> new Burst(loops, loop, journal, hearers)).toList();
        this.patrol = new Patrol(table, hearers, flows, clock, config.keepAliveSeconds());
        this.ticks = loops.tick(PATROL_LOOP, Patrol.TICK_MILLIS, patrol::step);
    }

    private void load() throws IOException {
        long start = System.nanoTime();
        long now = clock.millis();
        long records = journal.load(record -> RecordReader.read(record, (address, row) -> table.load(address, row, now, flows::isOpen)));
        LOG.info("{} registrations, from {} records of the journal in {} ms", table.size(), records, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Modified
    void modified(Config config) {
        limits = limits(config);
        keeper.policy(policy(config));
        patrol.keepAlive(config.keepAliveSeconds());
    }

    /** What the loops have gathered is written before the journal is closed. */
    @Deactivate
    void close() throws Exception {
        ticks.close();
        CountDownLatch written = new CountDownLatch(bursts.size());
        for (int loop = 0; loop < bursts.size(); loop++) {
            Burst burst = bursts.get(loop);
            loops.execute(loop, () -> {
                burst.write();
                written.countDown();
            });
        }
        written.await(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        keeper.stop();
        journal.close();
    }

    @Override
    public CompletionStage<Result> change(Change change) {
        if (journal.failure() != null) {
            return CompletableFuture.failedStage(journal.failure());
        }
        long now = clock.millis();
        Table.Applied applied = table.change(change, now, limits);
        if (applied.outcome() != Outcome.DONE || applied.row() == null) {
            return CompletableFuture.completedStage(new Result(applied.outcome(), find(change.address())));
        }
        List<LocationListener.Change> changes = hearers.changes(applied.before(), applied.row().bindings(), now);
        Result result = new Result(Outcome.DONE, applied.row().bindings());
        int loop = loops.current();
        CompletionStage<Result> stage = loop < 0 ? writeNow(change.address(), applied.row(), result, changes)
            : bursts.get(loop).add(change.address(), applied.row(), result, changes);
        change.bind().forEach(binding -> closedMeanwhile(binding, loop));
        return stage;
    }

    private CompletionStage<Result> writeNow(String address, Row row, Result result, List<LocationListener.Change> changes) {
        RecordBuffer record = new RecordBuffer(RecordWriter.FORMAT);
        RecordWriter.write(address, row, record);
        try {
            journal.append(record.written());
        } catch (IOException e) {
            return CompletableFuture.failedStage(e);
        }
        hearers.tell(address, changes);
        return CompletableFuture.completedStage(result);
    }

    /** A line that closed before it stood in the table is not told of again. That it was lost is told after that it was there. */
    private void closedMeanwhile(Binding binding, int loop) {
        if (!binding.flow().protocol().isStream() || flows.isOpen(binding.flow())) {
            return;
        }
        List<Binding> lost = table.closed(binding.flow().id());
        if (loop < 0) {
            hearers.tell(Event.LOST, lost);
        } else {
            loops.execute(loop, () -> hearers.tell(Event.LOST, lost));
        }
    }

    Hearers hearers() {
        return hearers;
    }

    @Override
    public void closed(Flow flow) {
        hearers.tell(Event.LOST, table.closed(flow.id()));
    }

    /** What was registered in a name that the line's certificate does not prove any more goes; were it only unreachable, a new connection to its Contact would be tried. */
    @Override
    public void disproved(Flow flow, List<Identity> lost) {
        for (Identity identity : lost) {
            List<Unbind> gone = byFlow(flow.id()).stream().filter(binding -> identity.kind() == Identity.Kind.USER && binding.address().equals(identity.name()))
                .map(binding -> new Unbind(binding.contact(), binding.instance(), binding.regId())).toList();
            if (!gone.isEmpty()) {
                LOG.info("{} registrations of {} by {} are removed: {} does not prove it any more", gone.size(), identity.name(), flow, identity.how());
                change(new Change(identity.name(), "disproved-" + UUID.randomUUID(), 1, List.of(), gone, false));
            }
        }
    }

    @Override
    public List<Binding> find(String address) {
        return table.find(address, clock.millis());
    }

    @Override
    public Binding device(long key) {
        return table.device(key, clock.millis());
    }

    @Override
    public List<Binding> byFlow(long flow) {
        return table.byFlow(flow, clock.millis());
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public Collection<Binding> all() {
        long now = clock.millis();
        List<Binding> all = new ArrayList<>(table.size());
        table.rows().forEach(row -> all.addAll(row.getValue().live(now)));
        return all;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("held", Map.of("registrations", size()));
        status.put("unreachable", all().stream().filter(binding -> !binding.reachable()).count());
        status.put("keepAlivesSent", patrol.sent());
        status.put("journalBytes", journal.size());
        status.put("snapshotBytes", journal.snapshotSize());
        IOException failure = journal.failure();
        if (failure != null) {
            status.put("fault", "registrations cannot be written and are answered 500: " + failure);
        } else if (size() >= limits.total()) {
            status.put("fault", "there are as many registrations as contactsTotal allows; further ones are answered 503");
        }
        return status;
    }

    private static Limits limits(Config config) {
        return new Limits(Math.max(1, Math.min(MOST_PER_ADDRESS, config.contactsPerAddress())), Math.max(1, config.contactsTotal()));
    }

    private static JournalKeeper.Policy policy(Config config) {
        return new JournalKeeper.Policy(Math.max(1, config.journalKilobytes()) * KILOBYTE, Math.max(1, config.journalFactor()));
    }

    private static Path dataFolder(BundleContext context) {
        String data = context.getProperty("hotcut.data");
        return Path.of(data == null ? context.getProperty("karaf.data") : data);
    }
}
