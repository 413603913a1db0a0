package org.hotcut.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.karaf.features.FeaturesService;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.upgrade.Outcome;
import org.hotcut.core.api.upgrade.Report;
import org.hotcut.core.api.upgrade.Upgrade;
import org.hotcut.core.api.upgrade.Upgrades;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests from the shell to the one thread on which swaps happen: it does not end with the session that asked, nor with the shell when that is swapped. */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE, property = "hotcut.name=upgrade", service = {Upgrades.class, StatusSource.class})
public final class UpgradeComponent implements Upgrades, StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeComponent.class);
    private static final int MOST_WAITING = 16;

    private final Census census = new Census();
    private final JarStore store;
    private final Ledger ledger;
    private final History history;
    private final Upgrader upgrader;
    private final ThreadPoolExecutor thread;
    private volatile FeaturesService features;

    /**
     * @throws IOException when the ledger cannot be read; nothing is swapped then, lest what is in force be forgotten
     */
    @Activate
    public UpgradeComponent(BundleContext context, @Reference ServiceComponentRuntime components) throws IOException {
        String data = context.getProperty("hotcut.data");
        Path folder = Path.of(data == null ? context.getProperty("karaf.data") : data).resolve("upgrades").toAbsolutePath();
        store = new JarStore(folder);
        ledger = new Ledger(folder.resolve("ledger.properties"));
        history = new History(folder.resolve("history.log"));
        FeatureRecord record = new FeatureRecord(folder.resolve("replacements.xml"), () -> features);
        upgrader = new Upgrader(context, store, new Swap(context, components), census, ledger, history, record, Clock.systemUTC());
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> new Thread(task, "hotcut-upgrade"));
        thread.prestartAllCoreThreads();
        thread.execute(upgrader::recover);
    }

    @Deactivate
    void deactivate() {
        thread.shutdown();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindFeatures(FeaturesService service) {
        features = service;
    }

    void unbindFeatures(FeaturesService service) {
        if (features == service) {
            features = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(!(hotcut.name=upgrade))")
    void bindStatus(StatusSource source, Map<String, Object> properties) {
        census.add(source, String.valueOf(properties.get("hotcut.name")));
    }

    void unbindStatus(StatusSource source) {
        census.remove(source);
    }

    @Override
    public Report update(URI jar, boolean evenStateOrApi, Consumer<String> progress) throws InterruptedException {
        return onThread(() -> upgrader.update(jar, evenStateOrApi, guarded(progress)));
    }

    @Override
    public Report rollback(String bundle, boolean evenStateOrApi, Consumer<String> progress) throws InterruptedException {
        return onThread(() -> upgrader.rollback(bundle, evenStateOrApi, guarded(progress)));
    }

    @Override
    public List<Upgrade> current() {
        return ledger.entries().stream().filter(entry -> !entry.isAsDelivered()).map(entry -> new Upgrade(entry.since(), entry.bundle(), entry.jars().get(0).version(),
            entry.current().version(), Outcome.IN_FORCE, store.absolute(entry.current().file()).toString())).toList();
    }

    @Override
    public List<Upgrade> history() {
        try {
            return history.latestFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> inForce = new LinkedHashMap<>();
        current().forEach(upgrade -> inForce.put(upgrade.bundle(), upgrade.to() + " (delivered: " + upgrade.from() + ")"));
        return Map.of("upgraded", inForce);
    }

    private Report onThread(Callable<Report> swap) throws InterruptedException {
        try {
            return thread.submit(swap).get();
        } catch (RejectedExecutionException e) {
            return new Report(Outcome.REFUSED, null, null, null, "Too many swaps are waiting, or the server is ending.", List.of());
        } catch (ExecutionException e) {
            LOG.error("A swap ended unexpectedly", e.getCause());
            return new Report(Outcome.FAILED, null, null, null, "The swap ended unexpectedly: " + e.getCause() + "; the log tells more.", List.of());
        }
    }

    /** Who asked may have gone meanwhile; that is no reason to stop half way. */
    private static Consumer<String> guarded(Consumer<String> progress) {
        return text -> {
            try {
                progress.accept(text);
            } catch (RuntimeException e) {
                LOG.debug("Nobody listens any more: {}", text, e);
            }
        };
    }
}
