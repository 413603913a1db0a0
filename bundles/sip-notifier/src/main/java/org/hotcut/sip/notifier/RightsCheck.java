package org.hotcut.sip.notifier;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.Housekeeping;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ends the subscriptions of those who may not know any more, without waiting for their refresh: each minute all of them or, when there are many, the next part. */
@Component(configurationPid = "org.hotcut.sip.notifier")
public final class RightsCheck implements Housekeeping {
    private static final int MOST = 2_000;
    private static final long WAIT_SECONDS = 10;
    private static final long MINUTE = 60_000;

    private final Subscriptions subscriptions;
    private final Rights rights;

    /** Called by the component runtime. */
    @Activate
    public RightsCheck(@Reference Accounts accounts, @Reference Subscriptions subscriptions, Config config) {
        this.subscriptions = subscriptions;
        this.rights = new Rights(accounts, new Rules(accounts, subscriptions, config));
    }

    @Override
    public void everyMinute() throws Exception {
        check(System.currentTimeMillis() / MINUTE);
    }

    /** Looks at the part of that minute. */
    void check(long minute) throws Exception {
        List<Subscription> all = get(subscriptions.subscriptions(Integer.MAX_VALUE));
        int parts = (all.size() + MOST - 1) / MOST;
        for (Subscription subscription : all) {
            if (Math.floorMod(subscription.callId().hashCode(), parts) == minute % parts) {
                check(subscription);
            }
        }
    }

    private void check(Subscription subscription) throws Exception {
        String reason = get(rights.lost(subscription));
        if (reason != null) {
            get(subscriptions.end(subscription.callId(), subscription.tag(), reason));
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
