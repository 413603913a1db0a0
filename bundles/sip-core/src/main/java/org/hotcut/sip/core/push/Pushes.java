package org.hotcut.sip.core.push;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.api.push.Push;
import org.hotcut.sip.api.push.PushRequest;
import org.hotcut.sip.api.push.PushSender;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component: a desk for each push service that ever had a sender. */
@Component(immediate = true, configurationPid = "org.hotcut.sip.core.push", property = "hotcut.name=push", service = {Push.class, StatusSource.class, LocationListener.class})
@Designate(ocd = Config.class)
public final class Pushes implements Push, StatusSource, LocationListener {
    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final long TICK_MILLIS = 200;
    /** Contract, clause 3. */
    private static final long DRAIN_MILLIS = 2_000;

    private final Map<String, Desk> desks = new ConcurrentHashMap<>();
    private final Quiet quiet = new Quiet();
    private final Rate rate = new Rate();
    private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length);
    private final Loops loops;
    private final LongSupplier millis;
    private final long drainMillis;
    private final AutoCloseable tick;
    private volatile long quietMillis;
    private volatile int perSecond;

    /** Called by the component runtime. */
    @Activate
    public Pushes(@Reference Loops loops, Config config) {
        this(loops, config, () -> System.nanoTime() / 1_000_000, DRAIN_MILLIS);
    }

    /** For tests: with a clock that gives milliseconds, and for how long a sender that leaves is waited for. */
    Pushes(Loops loops, Config config, LongSupplier millis, long drainMillis) {
        this.loops = loops;
        this.millis = millis;
        this.drainMillis = drainMillis;
        modified(config);
        tick = loops.tick(0, TICK_MILLIS, () -> desks.values().forEach(Desk::tick));
    }

    @Modified
    void modified(Config config) {
        quietMillis = config.quietSeconds() * 1_000L;
        perSecond = config.pushesPerSecond();
    }

    @Deactivate
    void deactivate() {
        try {
            tick.close();
        } catch (Exception e) {
            LOG.warn("A tick did not end: {}", e.toString());
        }
    }

    @Reference(service = PushSender.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSender(PushSender sender, ServiceReference<PushSender> reference) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        Bundle bundle = reference.getBundle();
        bind(names(reference), sender, ranking instanceof Integer number ? number : 0, id(reference),
            bundle == null ? "?" : bundle.getSymbolicName() + ' ' + bundle.getVersion());
    }

    void bind(List<String> names, PushSender sender, int ranking, long service, String bundle) {
        if (names.isEmpty()) {
            LOG.warn("A push sender of {} has no hotcut.name: nobody will ask it", bundle);
        }
        for (String name : names) {
            desks.computeIfAbsent(name, missing -> new Desk(missing, millis)).bind(new Sender(sender, ranking, service, bundle));
        }
    }

    void unbindSender(ServiceReference<PushSender> reference) {
        unbind(names(reference), id(reference));
    }

    void unbind(List<String> names, long service) {
        // a loop waits for nobody
        long end = System.nanoTime() + (loops.current() < 0 ? drainMillis * 1_000_000 : 0);
        for (String name : names) {
            Desk desk = desks.get(name);
            if (desk != null) {
                desk.unbind(service, end);
            }
        }
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    private static List<String> names(ServiceReference<?> reference) {
        Object name = reference.getProperty("hotcut.name");
        return names(name instanceof String[] several ? several : name instanceof String one ? new String[] {one} : new String[0]);
    }

    static List<String> names(String... texts) {
        return Arrays.stream(texts).flatMap(text -> Stream.of(text.split(","))).map(Pushes::name).filter(name -> !name.isEmpty()).distinct().toList();
    }

    private static String name(String provider) {
        return provider.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean accepts(String provider) {
        Desk desk = desks.get(name(provider));
        return desk != null && desk.isServed();
    }

    @Override
    public List<String> providers() {
        return desks.entrySet().stream().filter(entry -> entry.getValue().isServed()).map(Map.Entry::getKey).sorted().toList();
    }

    @Override
    public CompletionStage<Outcome> wake(PushRequest request) {
        Desk desk = desks.get(name(request.provider()));
        if (desk == null || !desk.isServed()) {
            return done(Outcome.UNKNOWN);
        }
        long now = millis.getAsLong();
        if (!quiet.begin(request, now, quietMillis)) {
            return done(Outcome.RECENT);
        }
        Job job = new Job(request);
        if (!rate.take(perSecond, now) || !desk.offer(job)) {
            quiet.end(request, false, now);
            return done(Outcome.TOO_MANY);
        }
        return job.outcome.whenComplete((outcome, never) -> {
            outcomes.incrementAndGet(outcome.ordinal());
            quiet.end(request, outcome == Outcome.SENT, millis.getAsLong());
        });
    }

    @Override
    public void changed(String address, List<Change> changes) {
        for (Change change : changes) {
            if (change.event() == Event.CREATED || change.event() == Event.REFRESHED) {
                quiet.registered(address);
            }
        }
    }

    private CompletionStage<Outcome> done(Outcome outcome) {
        outcomes.incrementAndGet(outcome.ordinal());
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        desks.forEach((name, desk) -> status.put(name, figures(desk)));
        for (Outcome outcome : Outcome.values()) {
            status.put(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '), outcomes.get(outcome.ordinal()));
        }
        return status;
    }

    private static Map<String, Object> figures(Desk desk) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bundle", desk.bundle() == null ? "absent" : desk.bundle());
        figures.put("under way", desk.size());
        return figures;
    }
}
