package org.hotcut.sip.proxy;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.hotcut.core.api.Housekeeping;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.push.Push;
import org.hotcut.sip.api.push.Push.Outcome;
import org.hotcut.sip.api.push.PushRequest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Wakes devices whose registration is about to end, so that they register anew (RFC 8599 section 5.5). It keeps nothing: who has not come is pushed again a minute later, until the
 * registration is over; that it is done twice when it is swapped meanwhile does no harm.
 */
@Component(property = "hotcut.name=sip-proxy", configurationPid = "org.hotcut.sip.proxy")
public final class Refreshes implements Housekeeping {
    /** At least 120 s are to be left, also when a minute passes until it is looked again. */
    static final long AHEAD_MILLIS = 180_000;
    /** Calls need pushes too, and at once: 50 a second. */
    static final int AT_ONCE = 10;
    private static final long PAUSE_MILLIS = 200;
    private static final int MOST_PAUSES = 225;

    private final Location location;
    private final Push push;
    private final boolean enabled;
    private final BooleanSupplier leaving;
    private final LongSupplier millis;
    private final long pause;

    /** Called by the component runtime. */
    @Activate
    public Refreshes(BundleContext context, @Reference Location location, @Reference Push push, Config config) {
        this(location, push, config, isLeaving(context.getBundle()), System::currentTimeMillis, PAUSE_MILLIS);
    }

    Refreshes(Location location, Push push, Config config, BooleanSupplier leaving, LongSupplier millis, long pause) {
        this.location = location;
        this.push = push;
        this.enabled = config.pushToRefresh();
        this.leaving = leaving;
        this.millis = millis;
        this.pause = pause;
    }

    private static BooleanSupplier isLeaving(Bundle bundle) {
        return () -> (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0;
    }

    @Override
    public void everyMinute() {
        if (!enabled || push.providers().isEmpty()) {
            return;
        }
        int pushed = 0;
        for (Binding binding : location.all()) {
            PushRequest request = isDue(binding) ? request(binding) : null;
            if (request == null) {
                continue;
            }
            if (pushed == AT_ONCE * MOST_PAUSES || isTooMuch(request)) {
                return; // those who are left have a minute or two more
            }
            pushed++;
            if (pushed % AT_ONCE == 0 && isStopped()) {
                return; // whoever bears the name next goes on with it
            }
        }
    }

    /** A swap waits for us, and with it the calls that are parked meanwhile. */
    private boolean isStopped() {
        try {
            Thread.sleep(pause);
            return leaving.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean isDue(Binding binding) {
        long left = binding.expiresAt() - millis.getAsLong();
        return binding.push() != null && left > 0 && left <= AHEAD_MILLIS;
    }

    private PushRequest request(Binding binding) {
        PushParameters parameters = PushParameters.of(binding.push());
        return parameters != null && push.accepts(parameters.provider()) ? parameters.request(binding.address(), "REGISTER") : null;
    }

    private boolean isTooMuch(PushRequest request) {
        CompletableFuture<Outcome> outcome = push.wake(request).toCompletableFuture();
        return outcome.isDone() && outcome.join() == Outcome.TOO_MANY;
    }
}
