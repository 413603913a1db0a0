package org.hotcut.sip.events;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
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

/** Tells watchers how things are (RFC 6665 section 4.2.2): one NOTIFY at a time for each, not more often than the configuration says (RFC 3680 and RFC 3856 recommend once in five seconds), with the state of that moment. */
final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final long PACKAGE_AWAY = 500;
    private static final long GRACE = 30_000;
    private static final long SECOND = 1_000;
    private static final long LONGEST_RETRY = 3_600;
    private static final long LONGEST_WAIT = 60_000;
    private static final int MOST_DOUBLED = 6;
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
    private final LongSupplier interval;
    private final DueQueue due = new DueQueue();
    private volatile long sent;

    Notifier(Watches watches, Documents documents, Packages packages, Location location, Flows flows, SipClient client, LongSupplier clock,
             LongSupplier interval) {
        this.watches = watches;
        this.documents = documents;
        this.packages = packages;
        this.location = location;
        this.flows = flows;
        this.client = client;
        this.clock = clock;
        this.interval = interval;
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
            // who refreshes or ends it is answered at once, whatever the rate (RFC 6665 section 4.2.1.2)
            watch.wanted = true;
            watch.notBefore = now;
        } else if (over && (watch.away || now - watch.subscription().expiresAt() > GRACE)) {
            watches.remove(watch);
        } else if (watch.away) {
            schedule(watch, watch.subscription().expiresAt());
        } else if (watch.reason() != null) {
            send(watch, null, null, 0);
        } else if (bearer == null) {
            schedule(watch, now + PACKAGE_AWAY);
        } else {
            tell(watch, bearer, over, now);
        }
    }

    private void tell(Watch watch, EventPackage bearer, boolean over, long now) {
        byte[] body;
        int hash;
        try {
            hash = hash(bearer.render(state(watch, true)));
            if (!over && !watch.forced && hash == watch.told()) {
                watch.forgetGone(watch.gone().size());
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
        send(watch, bearer.contentType(), body, hash);
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

    /** Sends what there is to say, body null for the bare end; when there is no room for it now, what there is to say then. */
    private void send(Watch watch, String contentType, byte[] body, int hash) {
        Subscription s = watch.subscription();
        Flow line = line(s);
        if (s.flow() != null && line == null && s.device() != 0) {
            isAway(watch);
            return;
        }
        long now = clock.getAsLong();
        OwnRequest request = count(watch, contentType, body, now);
        try {
            int gone = watch.gone().size();
            Target target = new Target(s.contact(), line, s.route(), line != null && line.protocol().isStream(), s.watcher(), s.device());
            CompletableFuture<Answer> answer = client.send(request, target).toCompletableFuture();
            if (isForLater(answer.getNow(null), line)) {
                later(watch, now);
                return;
            }
            sent++;
            if (watch.isOver(now)) {
                watches.remove(watch);
            }
            answer.whenComplete((given, fault) -> answered(watch, given, hash, gone));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} cannot be notified at {}: {}", s.watcher(), s.contact(), e.getMessage());
            watches.remove(watch);
        }
    }

    private OwnRequest count(Watch watch, String contentType, byte[] body, long now) {
        OwnRequest request = NotifyRequest.of(watch, contentType, body, now);
        watch.count();
        watch.busy = true;
        watch.wanted = false;
        watch.notBefore = now + interval.getAsLong();
        watches.store(watch);
        return request;
    }

    /** Returns whether nothing was sent, but may be later: too many requests of ours wait, or the peer has not read what was sent before. */
    private boolean isForLater(Answer answer, Flow line) {
        if (answer == null || answer.response() != null) {
            return false;
        }
        return answer.status() == Delivery.NO_ROOM || answer.status() == 503 && line != null && line.protocol().isStream() && flows.isOpen(line);
    }

    private void later(Watch watch, long now) {
        watch.uncount();
        watch.busy = false;
        watch.notBefore = now + Math.min(LONGEST_WAIT, SECOND << Math.min(watch.refusals++, MOST_DOUBLED));
        schedule(watch, watch.notBefore);
    }

    private void answered(Watch watch, Answer answer, int hash, int gone) {
        watch.busy = false;
        watch.refusals = 0;
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
