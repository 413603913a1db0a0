package org.hotcut.sip.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells watchers how things are (RFC 6665 section 4.2.2): one NOTIFY at a time for each, not more often than once a second, with the state of that moment. */
final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final long INTERVAL = 1_000;
    private static final long PACKAGE_AWAY = 500;
    private static final long GRACE = 30_000;
    private static final long SECOND = 1_000;
    private static final long LONGEST_RETRY = 3_600;
    private static final int MOST_A_TICK = 200;
    /** The loop has calls to look after too. */
    private static final long LONGEST_TICK_NANOS = 10_000_000;

    private final Watches watches;
    private final Documents documents;
    private final Packages packages;
    private final Location location;
    private final Flows flows;
    private final SipClient client;
    private final LongSupplier clock;
    private final DueQueue due = new DueQueue();
    private volatile long sent;

    Notifier(Watches watches, Documents documents, Packages packages, Location location, Flows flows, SipClient client, LongSupplier clock) {
        this.watches = watches;
        this.documents = documents;
        this.packages = packages;
        this.location = location;
        this.flows = flows;
        this.client = client;
        this.clock = clock;
    }

    /** Sees to one that was loaded or has changed its time. */
    void schedule(Watch watch, long at) {
        due.set(watch.key(), at);
    }

    /** Something is different: the watcher learns of it as soon as the rate allows. */
    void changed(Watch watch) {
        if (watch.busy) {
            watch.wanted = true;
        } else {
            due.sooner(watch.key(), Math.max(clock.getAsLong(), watch.notBefore));
        }
    }

    /** A watcher has registered: what could not be told goes to his present line. */
    void isBack(Watch watch) {
        if (watch.away) {
            watch.away = false;
            due.sooner(watch.key(), clock.getAsLong());
        }
    }

    long sent() {
        return sent;
    }

    void tick() {
        long now = clock.getAsLong();
        long begun = System.nanoTime();
        for (int i = 0; i < MOST_A_TICK && System.nanoTime() - begun < LONGEST_TICK_NANOS; i++) {
            String key = due.poll(now);
            if (key == null) {
                return;
            }
            Watch watch = watches.find(key);
            if (watch != null) {
                look(watch, now);
            }
        }
    }

    private void look(Watch watch, long now) {
        EventPackage bearer = packages.find(watch.subscription().eventPackage());
        boolean over = watch.isOver(now);
        if (watch.busy) {
            watch.wanted = true;
        } else if (over && (watch.away || now - watch.subscription().expiresAt() > GRACE)) {
            watches.remove(watch);
        } else if (watch.away) {
            schedule(watch, watch.subscription().expiresAt());
        } else if (bearer == null) {
            schedule(watch, now + PACKAGE_AWAY);
        } else {
            tell(watch, bearer, over, now);
        }
    }

    private void tell(Watch watch, EventPackage bearer, boolean over, long now) {
        int hash;
        byte[] body;
        int gone = watch.gone().size();
        try {
            hash = hash(bearer.render(state(watch, true)));
            if (!over && !watch.forced && hash == watch.told()) {
                watch.forgetGone(gone);
                schedule(watch, watch.subscription().expiresAt());
                return;
            }
            body = bearer.render(state(watch, false));
        } catch (RuntimeException e) {
            LOG.error("The package {} failed at {}: {}", watch.subscription().eventPackage(), watch.subscription().address(), e.toString());
            LOG.debug("in full", e);
            schedule(watch, now + GRACE);
            return;
        }
        Subscription subscription = watch.subscription();
        Flow line = line(subscription);
        if (subscription.flow() != null && line == null && subscription.device() != 0) {
            isAway(watch);
            return;
        }
        send(watch, request(watch, bearer.contentType(), body, now), line, over, hash, gone);
    }

    /** Returns a hash that is never 0. */
    private static int hash(byte[] body) {
        int hash = Arrays.hashCode(body);
        return hash == 0 ? 1 : hash;
    }

    private EventState state(Watch watch, boolean bare) {
        String address = watch.subscription().address();
        return new EventState(address, location.find(address), bare ? List.of() : watch.gone(), documents.of(watch.subscription().eventPackage(), address),
            bare ? 0 : watch.version());
    }

    /** Returns the line to a watcher: the one he subscribed by or, when it is gone, the present one of his device; null when Contact or route lead to him, or nothing. */
    private Flow line(Subscription subscription) {
        Flow flow = subscription.flow();
        if (flow == null || !flow.protocol().isStream() || flows.isOpen(flow)) {
            return flow;
        }
        Binding device = subscription.device() == 0 ? null : location.device(subscription.device());
        return device != null && device.reachable() ? device.flow() : null;
    }

    private static OwnRequest request(Watch watch, String contentType, byte[] body, long now) {
        Subscription s = watch.subscription();
        List<HeaderField> headers = new ArrayList<>(3);
        headers.add(new HeaderField("Event", s.eventId() == null ? s.eventPackage() : s.eventPackage() + ";id=" + s.eventId()));
        long left = (s.expiresAt() - now + SECOND - 1) / SECOND;
        headers.add(new HeaderField("Subscription-State", left > 0 ? "active;expires=" + left : "terminated;reason=timeout"));
        headers.add(new HeaderField("Content-Type", contentType));
        return new OwnRequest("NOTIFY", s.contact(), s.local(), s.remote(), s.callId(), watch.cseq() + 1, headers, body);
    }

    private void send(Watch watch, OwnRequest request, Flow line, boolean over, int hash, int gone) {
        Subscription s = watch.subscription();
        watch.count();
        watch.busy = true;
        watch.wanted = false;
        watch.notBefore = clock.getAsLong() + INTERVAL;
        if (over) {
            watches.remove(watch);
        } else {
            watches.store(watch);
        }
        sent++;
        try {
            client.send(request, new Target(s.contact(), line, s.route(), line != null && line.protocol().isStream(), s.watcher(), s.device()))
                .whenComplete((answer, fault) -> answered(watch, answer, hash, gone));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} cannot be notified at {}: {}", s.watcher(), s.contact(), e.getMessage());
            watches.remove(watch);
        }
    }

    private void answered(Watch watch, Answer answer, int hash, int gone) {
        watch.busy = false;
        if (watch.removed) {
            return;
        }
        int status = answer == null ? 503 : answer.status();
        if (status < 300) {
            told(watch, hash, gone);
            return;
        }
        long retry = answer == null || answer.response() == null ? 0 : seconds(answer.response().header("Retry-After"));
        if (retry > 0) {
            watch.forced = true;
            schedule(watch, clock.getAsLong() + retry * SECOND);
        } else if ((status == 503 || status == 430) && (answer == null || answer.response() == null) && watch.subscription().device() != 0) {
            isAway(watch);
        } else {
            // RFC 6665 section 4.2.2, RFC 5057 section 5.1
            LOG.info("the subscription of {} to {} of {} ends: {} to NOTIFY", watch.subscription().watcher(), watch.subscription().eventPackage(),
                watch.subscription().address(), status);
            watches.remove(watch);
        }
    }

    private void told(Watch watch, int hash, int gone) {
        boolean news = watch.told() != hash;
        watch.told(hash);
        watch.forgetGone(gone);
        watch.forced &= watch.wanted;
        if (news) {
            watches.store(watch);
        }
        schedule(watch, watch.wanted ? Math.max(clock.getAsLong(), watch.notBefore) : watch.subscription().expiresAt());
    }

    private void isAway(Watch watch) {
        watch.away = true;
        watch.forced = true;
        schedule(watch, watch.subscription().expiresAt());
    }

    /** Returns the seconds of a Retry-After, 0 when there are none; at most an hour. */
    private static long seconds(String retryAfter) {
        if (retryAfter == null) {
            return 0;
        }
        String digits = retryAfter.split("[;( ]", 2)[0];
        return digits.matches("[0-9]{1,9}") ? Math.min(LONGEST_RETRY, Long.parseLong(digits)) : 0;
    }
}
