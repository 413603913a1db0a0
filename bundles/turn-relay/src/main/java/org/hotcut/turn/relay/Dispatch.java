package org.hotcut.turn.relay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.TurnHandler;
import org.hotcut.turn.api.TurnRequest;
import org.hotcut.turn.relay.Bearers.Bearer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives requests to the handler and does what it decides. Touched by one loop. */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final long LATE_MILLIS = 8_000;
    private static final int MOST_INSIDE = 4_096;

    private record Question(RequestKey key, Line line, TurnRequest request, Bearer<TurnHandler> bearer, long since) { }

    private record Drain(Bearer<TurnHandler> bearer, Runnable done) { }

    private final int loop;
    private final Services services;
    private final Actions actions;
    private final Answers answers = new Answers();
    /** Those whose decision has not come yet. */
    private final Map<RequestKey, Question> inside = new LinkedHashMap<>();
    private final List<Drain> drains = new ArrayList<>();
    /** What was carried out for who has left since, and took its time: peers to connect with. */
    private final List<Runnable> unanswered = new ArrayList<>();
    /** Whose decision is being carried out. */
    private Bearer<TurnHandler> settling;

    Dispatch(int loop, Services services, Actions actions) {
        this.loop = loop;
        this.services = services;
        this.actions = actions;
    }

    /** Returns whether there is somebody to ask. */
    boolean isOpen() {
        return services.handlers.current() != null;
    }

    /** Has a request answered, or drops it; the line is told in either case. */
    void request(Line line, byte[] message) {
        RequestKey key = RequestKey.of(line.client(), message);
        long now = services.clock.millis();
        byte[] before = answers.find(key, now);
        if (before != null) {
            line.send(before);
            line.answered();
            return;
        }
        Bearer<TurnHandler> bearer = services.handlers.current();
        if (bearer == null || inside.containsKey(key)) {
            drop(line);
            return;
        }
        Allocation allocation = services.clients.find(line.client());
        TurnRequest request = new TurnRequest(line.client(), message, allocation == null ? null : allocation.holding(), services.clock.wall());
        ask(new Question(key, line, request, bearer, now));
    }

    private void drop(Line line) {
        services.counters.requestsDropped.increment();
        line.answered();
    }

    private void ask(Question question) {
        try {
            Completion completion = new Completion(question);
            CompletionStage<Decision> stage = question.bearer.service().decide(question.request);
            stage.whenComplete(completion);
            completion.caller = null;
            if (completion.isDone) {
                settle(question, completion.decision, completion.fault);
            } else if (inside.size() < MOST_INSIDE) {
                inside.put(question.key, question);
            } else {
                drop(question.line); // only what must be looked up: while nobody answers, strangers could else keep out those whose calls go on
            }
        } catch (RuntimeException | LinkageError e) {
            settle(question, null, e);
        }
    }

    private void arrivedLater(Question question, Decision decision, Throwable fault) {
        if (inside.remove(question.key, question)) { // else it was fenced, or took too long
            settle(question, decision, fault);
            reportDrained();
        }
    }

    private void settle(Question question, Decision decision, Throwable fault) {
        if (question.line.isGone()) {
            return; // an allocation of a connection that is closed would have nobody to end it
        }
        if (question.bearer.isFenced() || fault != null && question.bearer.isLeaving()) {
            question.line.again(question.request.message());
        } else if (decision instanceof Decision.Apply apply) {
            services.bans.proven(question.line.flow());
            carryOut(question, apply);
        } else if (decision instanceof Decision.Reply reply) {
            reply(question, reply);
        } else {
            if (!(decision instanceof Decision.Drop)) {
                failed(question.bearer, fault);
            }
            question.line.answered();
        }
    }

    private void carryOut(Question question, Decision.Apply apply) {
        boolean isLong = apply.action() instanceof Action.Connect; // what else this client wants must not wait for its peer
        Bearer<TurnHandler> before = settling;
        settling = question.bearer;
        actions.carryOut(question.line, question.request, apply, outcome -> {
            answer(question, apply, outcome);
            if (!isLong) {
                question.line.answered();
            }
        });
        settling = before;
        if (isLong) {
            question.line.answered();
        }
    }

    private void reply(Question question, Decision.Reply reply) {
        Line line = question.line;
        if (reply.offence() != null) {
            services.bans.report(line.flow(), reply.offence(), null);
        }
        boolean isSent = !reply.stranger() || line.client().protocol().isStream()
            || services.strangers.mayAnswer(line.client().address().getAddress(), question.since);
        if (isSent) {
            line.send(reply.message());
        } else {
            services.counters.strangersUnanswered.increment();
        }
        if (!reply.stranger()) {
            answers.add(question.key, reply.message(), question.since);
        }
        line.answered();
    }

    /** Writes the response; without an outcome there is none. */
    private void answer(Question question, Decision.Apply apply, Outcome outcome) {
        boolean isHere = question.bearer == settling || !question.bearer.isLeaving();
        Bearer<TurnHandler> bearer = isHere && !question.bearer.isFenced() ? question.bearer : services.handlers.current();
        if (outcome != null && bearer == null && !isHere) {
            unanswered.add(() -> answer(question, apply, outcome));
        } else if (outcome != null && bearer != null) {
            try {
                byte[] message = bearer.service().answer(question.request, apply, outcome);
                answers.add(question.key, message, question.since);
                question.line.send(message);
            } catch (RuntimeException | LinkageError e) {
                failed(bearer, e);
            }
        }
    }

    /** There is a handler again: what was carried out meanwhile is answered. */
    void resume() {
        List<Runnable> waiting = List.copyOf(unanswered);
        unanswered.clear();
        waiting.forEach(Runnable::run);
    }

    private static void failed(Bearer<TurnHandler> bearer, Throwable fault) {
        if (bearer.isFirstFault()) {
            LOG.error("{} could not decide about a request; further faults of this version are not logged", bearer.who(), fault);
        }
    }

    /** Drops what has come to no decision in time. */
    void tick(long now) {
        answers.tick(now);
        List<Question> late = new ArrayList<>();
        for (Iterator<Question> oldest = inside.values().iterator(); oldest.hasNext(); ) {
            Question question = oldest.next();
            if (now - question.since < LATE_MILLIS) {
                break;
            }
            oldest.remove();
            late.add(question);
        }
        services.counters.requestsDropped.add(late.size());
        late.forEach(question -> question.line.answered()); // which may ask again
        reportDrained();
    }

    /** Calls back when this loop is not, or no longer, inside a handler. */
    void drain(Bearer<TurnHandler> bearer, Runnable done) {
        drains.add(new Drain(bearer, done));
        reportDrained();
    }

    private void reportDrained() {
        if (drains.isEmpty()) {
            return;
        }
        for (Iterator<Drain> waiting = drains.iterator(); waiting.hasNext(); ) {
            Drain drain = waiting.next();
            if (inside.values().stream().noneMatch(question -> question.bearer == drain.bearer)) {
                waiting.remove();
                drain.done.run();
            }
        }
    }

    /** Takes everything out of a handler that has not decided in time. */
    void fence(Bearer<TurnHandler> bearer) {
        drains.removeIf(drain -> drain.bearer == bearer);
        List<Question> fenced = inside.values().stream().filter(question -> question.bearer == bearer).toList();
        fenced.forEach(question -> inside.remove(question.key));
        fenced.forEach(question -> question.line.again(question.request.message()));
    }

    /** Brings the result of a stage to the loop; one that is there at once is taken at once. */
    private final class Completion implements BiConsumer<Decision, Throwable> {
        private final Question question;
        private Thread caller = Thread.currentThread();
        private boolean isDone;
        private Decision decision;
        private Throwable fault;

        Completion(Question question) {
            this.question = question;
        }

        @Override
        public void accept(Decision result, Throwable thrown) {
            if (Thread.currentThread() == caller) {
                isDone = true;
                decision = result;
                fault = thrown;
            } else {
                services.loops.execute(loop, () -> arrivedLater(question, result, thrown));
            }
        }
    }
}
