package org.hotcut.sip.core.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import org.hotcut.sip.api.push.Push.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes of one push service: those that wait for a sender, and those that a sender has. Safe for any thread; senders are called and outcomes told outside its
 * lock.
 */
final class Desk {
    /** Contract, clause 7. */
    static final long PARKED_MILLIS = 8_000;
    /** Who waits for the device waits no longer. */
    static final long SENDING_MILLIS = 32_000;
    static final int MOST = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final String name;
    private final LongSupplier millis;
    private final List<Sender> senders = new ArrayList<>();
    private final Deque<Job> parked = new ArrayDeque<>();
    private final Set<Job> sending = new LinkedHashSet<>();
    private long absentSince;
    private boolean failing;

    Desk(String name, LongSupplier millis) {
        this.name = name;
        this.millis = millis;
    }

    /** Returns whether there is a sender, or there was one a moment ago. */
    synchronized boolean isServed() {
        return !senders.isEmpty() || millis.getAsLong() - absentSince < PARKED_MILLIS;
    }

    /** Returns who sends now, or null. */
    synchronized String bundle() {
        return senders.isEmpty() ? null : senders.get(0).bundle;
    }

    synchronized int size() {
        return parked.size() + sending.size();
    }

    /** Returns false when there are too many. */
    boolean offer(Job job) {
        Sender sender;
        synchronized (this) {
            if (size() >= MOST) {
                return false;
            }
            job.since = millis.getAsLong();
            if (senders.isEmpty()) {
                parked.add(job);
                return true;
            }
            sender = give(job);
        }
        send(job, sender);
        return true;
    }

    private Sender give(Job job) {
        job.sender = senders.get(0);
        job.sender.inside++;
        sending.add(job);
        return job.sender;
    }

    private void send(Job job, Sender sender) {
        try {
            CompletionStage<Void> stage = sender.sender.wake(job.request);
            stage.whenComplete((done, fault) -> completed(job, sender, fault));
        } catch (RuntimeException | LinkageError e) {
            completed(job, sender, e);
        }
    }

    private void completed(Job job, Sender sender, Throwable fault) {
        synchronized (this) {
            if (job.sender != sender) {
                return; // it was fenced, or took too long
            }
            leave(job);
        }
        // a bundle that is being stopped may fail in any way; then the next bearer is asked instead
        if (fault != null && sender.leaving && offer(job)) {
            return;
        }
        if (fault == null) {
            failing = false;
        } else if (!failing) {
            failing = true; // once for a time in which all fail
            LOG.warn("Push service {} cannot wake a device of {}: {}", name, job.request.address(), reason(fault));
        }
        job.outcome.complete(fault == null ? Outcome.SENT : Outcome.FAILED);
    }

    private static String reason(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private void leave(Job job) {
        sending.remove(job);
        job.sender.inside--;
        job.sender = null;
        notifyAll();
    }

    /** Adds a sender; what is parked is given to it if it is the first. */
    void bind(Sender added) {
        Map<Job, Sender> resumed = new LinkedHashMap<>();
        synchronized (this) {
            senders.add(added);
            Collections.sort(senders);
            while (!parked.isEmpty()) {
                Job job = parked.poll();
                resumed.put(job, give(job));
            }
        }
        LOG.info("Push service {} is served by {}", name, added.bundle);
        resumed.forEach(this::send);
    }

    /**
     * Takes a sender out; returns when it has nothing any more, or when its time is up and what it has is given to the next.
     *
     * @param end by {@link System#nanoTime}
     */
    void unbind(long service, long end) {
        List<Job> fenced;
        Sender leaving;
        synchronized (this) {
            leaving = senders.stream().filter(each -> each.service == service).findFirst().orElse(null);
            if (leaving == null) {
                return;
            }
            leaving.leaving = true;
            senders.remove(leaving);
            absentSince = millis.getAsLong();
            drain(leaving, end);
            fenced = of(leaving);
            fenced.forEach(this::leave);
        }
        if (!fenced.isEmpty()) {
            LOG.warn("Push service {}: {} did not finish {} pushes in time; they go to the next", name, leaving.bundle, fenced.size());
        }
        fenced.stream().filter(job -> !offer(job)).forEach(job -> job.outcome.complete(Outcome.TOO_MANY));
    }

    private List<Job> of(Sender leaving) {
        return sending.stream().filter(job -> job.sender == leaving).toList();
    }

    private void drain(Sender leaving, long end) {
        try {
            for (long left = millisTo(end); leaving.inside > 0 && left > 0; left = millisTo(end)) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millisTo(long end) {
        return (end - System.nanoTime()) / 1_000_000;
    }

    /** Gives up what has waited too long. */
    void tick() {
        List<Job> late = new ArrayList<>();
        List<Job> hanging = new ArrayList<>();
        synchronized (this) {
            long now = millis.getAsLong();
            while (!parked.isEmpty() && now - parked.peek().since >= PARKED_MILLIS) {
                late.add(parked.poll());
            }
            sending.stream().filter(job -> now - job.since >= SENDING_MILLIS).forEach(hanging::add);
            hanging.forEach(this::leave);
        }
        late.forEach(job -> job.outcome.complete(Outcome.UNKNOWN));
        hanging.forEach(job -> job.outcome.complete(Outcome.FAILED));
    }
}
