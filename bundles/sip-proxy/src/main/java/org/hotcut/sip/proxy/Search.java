package org.hotcut.sip.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.push.Push;

/**
 * Looks for a user of ours, preference by preference: the contacts of the highest q first, together; those of the next lower q when all before have failed or have rung for
 * some time, and they go on ringing. A device that sleeps is pushed and waited for, and gets the request when it registers. What was done so far stands in the
 * exchange ({@link SipExchange#tried}) and in its notes, so that whoever bears the name next goes on with it.
 */
final class Search {
    private static final String REGISTERED = "registered";
    private static final String NEXT = "next";
    private static final String LATE = "late";
    private static final String PUSHED = "pushed";
    private static final String WAITS = "waits";
    private static final String FAILED = "failed";
    /** Whoever sends anything but an INVITE gives up after 32 s. */
    private static final Duration NEXT_OF_OTHERS = Duration.ofSeconds(4);
    private static final Duration LATE_OF_OTHERS = Duration.ofSeconds(20);

    private final Candidates candidates;
    private final Push push;
    private final Config config;

    Search(Candidates candidates, Push push, Config config) {
        this.candidates = candidates;
        this.push = push;
        this.config = config;
    }

    /** Begins. Returns null when nobody is registered there. */
    Decision begin(SipExchange exchange) {
        Place place = place(exchange);
        if (place.status() != 0) {
            return Decision.reply(place.status());
        }
        if (place.bindings().isEmpty()) {
            return null;
        }
        Decision decision = next(exchange, place, new Pushed(null));
        return decision == null ? Decision.reply(480) : decision;
    }

    /** All branches have failed. */
    Decision failed(SipExchange exchange) {
        if (isRefusedByAll(exchange)) {
            return Decision.respond();
        }
        Pushed pushed = new Pushed(exchange.note(PUSHED));
        if (isWaiting(exchange, pushed)) {
            exchange.note(FAILED, "yes");
            return Decision.pending();
        }
        Decision decision = next(exchange, place(exchange), pushed);
        return decision == null ? answer(exchange) : decision;
    }

    /** A timer is due, or somebody has registered. */
    Decision woken(SipExchange exchange, String timer) {
        if (isRefusedByAll(exchange)) {
            return Decision.pending(); // its branches are being cancelled
        }
        return switch (timer) {
            case REGISTERED -> registered(exchange);
            case NEXT -> orPending(next(exchange, place(exchange), new Pushed(exchange.note(PUSHED))));
            case LATE -> late(exchange);
            default -> Decision.pending();
        };
    }

    private static Decision orPending(Decision decision) {
        return decision == null ? Decision.pending() : decision;
    }

    /** Section 16.7 of RFC 3261, step 5: a 6xx ends it. */
    private static boolean isRefusedByAll(SipExchange exchange) {
        SipResponse best = exchange.best();
        return best != null && best.status() >= 600;
    }

    /** A device that was pushed has perhaps come back. */
    private Decision registered(SipExchange exchange) {
        Pushed pushed = new Pushed(exchange.note(PUSHED));
        List<Target> targets = new ArrayList<>(1);
        for (Candidate candidate : candidates.all(exchange.request(), place(exchange))) {
            if (pushed.isBack(candidate.binding()) && candidate.target() != null && !isTried(candidate.target(), exchange.tried())) {
                targets.add(candidate.target());
            }
        }
        exchange.note(PUSHED, pushed.note());
        return targets.isEmpty() ? Decision.pending() : forward(exchange, targets);
    }

    private static boolean isTried(Target target, List<Target> tried) {
        return tried.stream().anyMatch(other -> other.binding() == target.binding() && Objects.equals(other.flow(), target.flow()) && other.uri().equals(target.uri()));
    }

    /** The device that was pushed did not come in time. */
    private Decision late(SipExchange exchange) {
        exchange.note(WAITS, "no more");
        boolean rings = !exchange.tried().isEmpty() && !"yes".equals(exchange.note(FAILED));
        if (rings) {
            return Decision.pending();
        }
        Decision decision = next(exchange, place(exchange), new Pushed(exchange.note(PUSHED)));
        return decision == null ? answer(exchange) : decision;
    }

    private static Decision answer(SipExchange exchange) {
        SipResponse best = exchange.best();
        // 430 is for the hop before a flow only (RFC 5626 section 5.3)
        return best == null || best.status() == 430 ? Decision.reply(480) : Decision.respond();
    }

    /** Returns whether a device that was pushed may still come: it has not had the request yet, or lost it with its connection. */
    private static boolean isWaiting(SipExchange exchange, Pushed pushed) {
        if (!"yes".equals(exchange.note(WAITS)) || pushed.isEmpty()) {
            return false;
        }
        return Candidates.isLost(exchange.best()) || pushed.isAnyUntried(exchange.tried().stream().map(Target::binding).toList());
    }

    private Place place(SipExchange exchange) {
        Place place = candidates.place(exchange.request().uri());
        if (!mayAnyBePushed(place) || !exchange.await(place.address(), REGISTERED)) {
            return place;
        }
        // whoever has registered meanwhile was perhaps not heard
        return candidates.place(exchange.request().uri()).withPush();
    }

    private boolean mayAnyBePushed(Place place) {
        for (Binding binding : place.bindings()) {
            if (candidates.mayBePushed(binding)) {
                return true;
            }
        }
        return false;
    }

    /** Goes on to the next preference; returns null when there is none. */
    private Decision next(SipExchange exchange, Place place, Pushed pushed) {
        SipRequest request = exchange.request();
        Disposition disposition = Disposition.of(request);
        if (disposition == Disposition.NO_FORK && !(exchange.tried().isEmpty() && pushed.isEmpty())) {
            return null;
        }
        List<Candidate> left = candidates.untried(request, place, exchange.tried(), exchange.best(), pushed);
        if (left.isEmpty()) {
            return null;
        }
        List<Candidate> group = candidates.first(left, disposition);
        if (group.size() < left.size() && (disposition == Disposition.BY_PREFERENCE || disposition == Disposition.PARALLEL)) {
            exchange.wake(isInvite(request) ? Duration.ofSeconds(config.nextSeconds()) : NEXT_OF_OTHERS, NEXT);
        }
        wake(exchange, place, group, pushed);
        List<Target> targets = new ArrayList<>(group.size());
        for (Candidate candidate : group) {
            if (!candidate.asleep()) {
                targets.add(candidate.target());
            }
        }
        return targets.isEmpty() ? Decision.pending() : forward(exchange, targets);
    }

    private void wake(SipExchange exchange, Place place, List<Candidate> group, Pushed pushed) {
        boolean any = false;
        for (Candidate candidate : group) {
            Binding binding = candidate.binding();
            if (!place.mayPush() || !candidates.mayBePushed(binding) || pushed.contains(binding) || pushed.isFull() || !candidate.asleep() && !config.pushReachable()) {
                continue;
            }
            any = true;
            pushed.add(binding);
            push.wake(PushParameters.of(binding.push()).request(place.address(), exchange.request().method()));
        }
        if (any) {
            exchange.note(PUSHED, pushed.note());
            exchange.note(WAITS, "yes");
            Duration patience = Duration.ofSeconds(config.pushSeconds());
            exchange.wake(isInvite(exchange.request()) || patience.compareTo(LATE_OF_OTHERS) < 0 ? patience : LATE_OF_OTHERS, LATE);
        }
    }

    private static boolean isInvite(SipRequest request) {
        return request.method().equals("INVITE");
    }

    private static Decision forward(SipExchange exchange, List<Target> targets) {
        if (exchange.note(FAILED) != null) {
            exchange.note(FAILED, "no");
        }
        return ProxyHandler.forward(exchange.request(), targets);
    }
}
