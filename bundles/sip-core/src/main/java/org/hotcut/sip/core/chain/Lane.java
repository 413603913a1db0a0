package org.hotcut.sip.core.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.api.Decision;

/** A link on one loop: events that wait for a bearer, and those whose bearer has not decided yet. Touched by its loop alone. */
public final class Lane {
    /** Contract, clause 7. */
    static final long PARKED_MILLIS = 8_000;
    /** No peer waits longer than Timer B or F for a handler's stage. */
    static final long STAGE_MILLIS = 32_000;
    private static final int RESUMED_AT_ONCE = 256;

    private final Link link;
    private final Loops loops;
    private final int loop;
    private final Brake brake;
    private final Deque<Event> parked = new ArrayDeque<>();
    private final Set<Event> inside = new LinkedHashSet<>();
    private final List<Drain> drains = new ArrayList<>();
    private long now;

    private record Drain(Bearer bearer, Runnable done) { }

    Lane(Link link, Loops loops, int loop, Brake brake) {
        this.link = link;
        this.loops = loops;
        this.loop = loop;
        this.brake = brake;
    }

    int loop() {
        return loop;
    }

    /** Returns the link this is a part of. */
    public Link link() {
        return link;
    }

    /** Gives an event to the bearer, or parks it. */
    public void offer(Event event) {
        if (event.isForgotten()) {
            return;
        }
        Bearer bearer = link.bearer();
        if (bearer == null || !parked.isEmpty()) {
            park(event);
        } else {
            ask(event, bearer);
        }
    }

    /** Forgets an event that nobody waits for any more. */
    public void forget(Event event) {
        event.close();
        unpark(event);
    }

    private void ask(Event event, Bearer bearer) {
        event.bearer = bearer;
        Decision decision;
        try {
            decision = event.ask(bearer.handler());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            threw(event, e);
            return;
        }
        settle(event, decision);
    }

    private void settle(Event event, Decision decision) {
        if (event.isForgotten()) {
            return;
        }
        if (event.bearer.isFenced()) {
            repeat(event);
        } else if (decision instanceof Decision.Later later && later.stage() != null) {
            await(event, later.stage());
        } else {
            event.close();
            event.decided(decision);
        }
    }

    // a bundle that is being stopped may fail in any way; then the next bearer is asked instead
    private void threw(Event event, Throwable fault) {
        if (event.isForgotten()) {
            return;
        }
        if (event.bearer.isLeaving()) {
            repeat(event);
        } else {
            event.close();
            event.failed(fault);
        }
    }

    // not at once: a bearer that has begun to leave may still be the elected one for a moment
    private void repeat(Event event) {
        event.close();
        Event next = event.again();
        loops.execute(loop, () -> offer(next));
    }

    private void await(Event event, CompletionStage<Decision> stage) {
        Completion completion = new Completion(event);
        stage.whenComplete(completion);
        completion.caller = null;
        if (completion.isDone) {
            arrived(event, completion.decision, completion.fault);
            return;
        }
        event.since = now;
        inside.add(event);
        event.delayed();
    }

    private void arrived(Event event, Decision decision, Throwable fault) {
        if (fault != null) {
            threw(event, fault);
        } else {
            settle(event, decision);
        }
    }

    private void arrivedLater(Event event, Decision decision, Throwable fault) {
        if (inside.remove(event)) { // else it was fenced, or took too long
            arrived(event, decision, fault);
            reportDrained();
        }
    }

    private void park(Event event) {
        event.size = event.bytes();
        if (!link.parking().enter(event.size)) {
            event.close();
            event.refused();
            return;
        }
        event.parked = true;
        event.since = now;
        parked.addLast(event);
        brake.parked(event, parked);
        event.delayed();
    }

    private void unpark(Event event) {
        if (event.parked) {
            event.parked = false;
            link.parking().leave(event.size);
        }
    }

    /** Gives parked events to the bearer in order; new ones queue up behind them meanwhile. */
    void resume() {
        for (int asked = 0; asked < RESUMED_AT_ONCE && !parked.isEmpty(); ) {
            Bearer bearer = link.bearer();
            if (bearer == null) {
                return;
            }
            Event event = parked.poll();
            if (event.parked) {
                unpark(event);
                ask(event, bearer);
                asked++;
            }
        }
        if (!parked.isEmpty()) {
            loops.execute(loop, this::resume);
        }
        brake.ease();
    }

    /** Lets all streams go that it has stopped: this bundle is going. */
    void release() {
        brake.release();
    }

    /** Closes what has waited too long. To be called every tick with the loop's time. */
    public void tick(long millis) {
        if (now == 0) { // a name that is new: what has come since waits from now on
            parked.forEach(event -> event.since = millis);
            inside.forEach(event -> event.since = millis);
        }
        now = millis;
        while (!parked.isEmpty() && (!parked.peek().parked || now - parked.peek().since >= PARKED_MILLIS)) {
            Event event = parked.poll();
            if (event.parked) {
                unpark(event);
                event.close();
                event.late();
            }
        }
        brake.ease();
        while (!inside.isEmpty() && now - inside.iterator().next().since >= STAGE_MILLIS) {
            Event event = inside.iterator().next();
            inside.remove(event);
            event.close();
            event.failed(new TimeoutException("its decision did not come within " + STAGE_MILLIS / 1000 + " s"));
            reportDrained();
        }
    }

    boolean isIdle() {
        return parked.isEmpty() && inside.isEmpty();
    }

    /** Calls back when this loop is not, or no longer, inside a bearer. */
    void drain(Bearer bearer, Runnable done) {
        drains.add(new Drain(bearer, done));
        reportDrained();
    }

    private void reportDrained() {
        if (drains.isEmpty()) {
            return;
        }
        for (Iterator<Drain> waiting = drains.iterator(); waiting.hasNext(); ) {
            Drain drain = waiting.next();
            if (inside.stream().noneMatch(event -> event.bearer == drain.bearer())) {
                waiting.remove();
                drain.done().run();
            }
        }
    }

    /** Takes everything out of a bearer that has not decided in time and gives it to the next one, before what came after it. */
    void fence(Bearer bearer) {
        drains.removeIf(drain -> drain.bearer() == bearer);
        Deque<Event> fenced = new ArrayDeque<>();
        for (Iterator<Event> events = inside.iterator(); events.hasNext(); ) {
            Event event = events.next();
            if (event.bearer == bearer) {
                events.remove();
                if (!event.isForgotten()) {
                    event.close();
                    fenced.push(event.again());
                }
            }
        }
        long oldest = parked.isEmpty() ? now : parked.peek().since;
        for (Event event : fenced) {
            event.size = event.bytes();
            if (link.parking().enter(event.size)) {
                event.parked = true;
                event.since = oldest;
                parked.addFirst(event);
            } else {
                event.refused();
            }
        }
        resume();
    }

    /** Brings the result of a stage to the loop; one that is there at once is taken at once. */
    private final class Completion implements BiConsumer<Decision, Throwable> {
        private final Event event;
        private Thread caller = Thread.currentThread();
        private boolean isDone;
        private Decision decision;
        private Throwable fault;

        Completion(Event event) {
            this.event = event;
        }

        @Override
        public void accept(Decision result, Throwable thrown) {
            if (Thread.currentThread() == caller) {
                isDone = true;
                decision = result;
                fault = thrown;
            } else {
                loops.execute(loop, () -> arrivedLater(event, result, thrown));
            }
        }
    }
}
