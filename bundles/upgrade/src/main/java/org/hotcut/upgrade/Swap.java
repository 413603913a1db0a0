package org.hotcut.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Replaces the content of one bundle and waits for it to be at work. */
final class Swap {
    /** The contract's time for the new one to bind (section 4, clause 7). */
    static final Duration BIND = Duration.ofSeconds(2);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long REFRESH_SECONDS = 10;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final FrameworkWiring wiring;

    Swap(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
        this.wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    }

    Vitals vitals(Bundle bundle) {
        return Vitals.of(bundle, components, context);
    }

    /** Returns the other bundles that a refresh of this one would stop. */
    List<Bundle> dependents(Bundle bundle) {
        List<Bundle> others = new ArrayList<>(wiring.getDependencyClosure(Set.of(bundle)));
        others.remove(bundle);
        return others;
    }

    /** Returns why the jar is not at work within the time to bind, nothing when it is. */
    List<String> to(Path jar, Bundle bundle, Vitals before) {
        List<String> errors = new CopyOnWriteArrayList<>();
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.ERROR && event.getBundle() == bundle && event.getThrowable() != null) {
                errors.add(Causes.sentence(event.getThrowable()));
            }
        };
        context.addFrameworkListener(listener);
        try {
            replace(jar, bundle, before.active());
            List<String> lost = await(bundle, before);
            errors.addAll(lost);
            return lost.isEmpty() ? lost : errors;
        } catch (BundleException | IOException e) {
            errors.add(0, Causes.sentence(e));
            return errors;
        } finally {
            context.removeFrameworkListener(listener);
        }
    }

    private void replace(Path jar, Bundle bundle, boolean start) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            bundle.update(in);
        }
        // update starts what was started; after one that did not start, nothing was
        if (start && bundle.getState() != Bundle.ACTIVE) {
            bundle.start(Bundle.START_TRANSIENT);
        }
        // a framework may leave the old class space in place until it is told that nobody needs it
        if (wiring.getRemovalPendingBundles().contains(bundle) && dependents(bundle).isEmpty()) {
            refresh(List.of(bundle));
        }
    }

    private void refresh(Collection<Bundle> bundles) {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(bundles, event -> done.countDown());
        try {
            done.await(REFRESH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> await(Bundle bundle, Vitals before) {
        long deadline = System.nanoTime() + BIND.toNanos();
        Vitals now = vitals(bundle);
        // what threw once would throw again
        while (!now.lost(before).isEmpty() && now.failed().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            now = vitals(bundle);
        }
        return now.lost(before);
    }
}
