package org.hotcut.core.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import org.hotcut.core.api.Housekeeping;
import org.hotcut.core.state.work.WorkPool;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Calls whoever has something to look after, once a minute. */
@Component(service = Minutes.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Minutes {
    private static final long MINUTE_MILLIS = 60_000;

    private final WorkPool pool;
    private final Map<Long, Calls> present = new ConcurrentHashMap<>();
    private final Future<?> ticking;

    /** Activates the component. */
    @Activate
    public Minutes(@Reference WorkPool pool, @Reference Ticker ticker) {
        this(pool, ticker, MINUTE_MILLIS);
    }

    Minutes(WorkPool pool, Ticker ticker, long minute) {
        this.pool = pool;
        ticking = ticker.every(minute, () -> present.values().forEach(Calls::askIfIdle));
    }

    @Deactivate
    void stop() {
        ticking.cancel(false);
    }

    @Reference(service = Housekeeping.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHousekeeping(Housekeeping housekeeping, Map<String, Object> properties) {
        String name = String.valueOf(properties.get("hotcut.name"));
        present.put((Long) properties.get(Constants.SERVICE_ID),
            new Calls(pool.client("housekeeping of " + name), "Housekeeping of " + name, housekeeping::everyMinute));
    }

    void unbindHousekeeping(Housekeeping housekeeping, Map<String, Object> properties) {
        Calls calls = present.remove((Long) properties.get(Constants.SERVICE_ID));
        if (calls != null) {
            calls.close();
        }
    }
}
