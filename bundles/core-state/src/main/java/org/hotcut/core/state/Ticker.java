package org.hotcut.core.state;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundle's clockwork: one thread, started at activation, that calls this bundle's own code only. */
@Component(service = Ticker.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Ticker {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final ScheduledThreadPoolExecutor thread;

    /** Activates the component. */
    @Activate
    public Ticker() {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "hotcut-state-ticker");
            made.setDaemon(true);
            made.setContextClassLoader(Ticker.class.getClassLoader());
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.prestartCoreThread();
    }

    /** Calls something again and again until the result is cancelled; it must not block for long and may throw. */
    public ScheduledFuture<?> every(long millis, Runnable call) {
        return thread.scheduleWithFixedDelay(() -> guarded(call), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Stops; a call that runs is awaited, for it may be writing to a file that the next instance reads, and an interrupt would close that file. */
    @Deactivate
    void stop() {
        thread.shutdown();
        try {
            thread.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("A timed call failed", e);
        }
    }
}
