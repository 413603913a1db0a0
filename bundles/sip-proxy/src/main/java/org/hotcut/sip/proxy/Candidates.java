package org.hotcut.sip.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;

import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Gruus;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.push.Push;

/** Which registrations of a user may get a request, and in which order (RFC 3261 section 16.6, RFC 3841, RFC 5626, RFC 5627). */
final class Candidates {
    private static final Comparator<Candidate> PREFERRED_FIRST = Comparator.comparingInt((Candidate candidate) -> -candidate.binding().q())
        .thenComparingInt(candidate -> -candidate.score()).thenComparing(Candidate::asleep);

    private final Location location;
    private final Gruus gruus;
    private final Contacts contacts;
    private final Push push;
    private final int most;

    Candidates(Location location, Gruus gruus, Contacts contacts, Push push, int most) {
        this.location = location;
        this.gruus = gruus;
        this.contacts = contacts;
        this.push = push;
        this.most = most;
    }

    /** Returns what a URI of one of our domains, with a user part, names: an address, or with {@code gr} one device of it. */
    Place place(SipUri uri) {
        Gruus.Device device = gruus.resolve(uri);
        if (device == null) {
            return new Place(0, uri.address(), location.find(uri.address()), false);
        }
        return new Place(device.status() == Gruus.FOUND ? 0 : device.status(), device.address(), device.bindings(), false);
    }

    /** Returns the way to the device that a GRUU of ours names, or null when there is none now. */
    Target device(Place place, SipUri gruu) {
        return place.bindings().stream().map(binding -> contacts.target(binding, gruu.scheme().equals("sips"))).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Returns whether a device can be woken when it sleeps. */
    boolean mayBePushed(Binding binding) {
        if (binding.push() == null) {
            return false;
        }
        PushParameters parameters = PushParameters.of(binding.push());
        return parameters != null && push.accepts(parameters.provider());
    }

    /** Returns all that the caller wants, preferred first. */
    List<Candidate> all(SipRequest request, Place place) {
        boolean secure = request.uri().scheme().equals("sips");
        CallerPreferences preferences = new CallerPreferences(request);
        List<Candidate> all = all(place, secure, preferences::score);
        // RFC 3841 section 7.2.4: a 405 or 489 of the device says more than a 480 of ours
        if (all.isEmpty() && preferences.areImplied()) {
            all = all(place, secure, binding -> CallerPreferences.WHOLE);
        }
        if (all.size() > 1) {
            all.sort(PREFERRED_FIRST);
        }
        return all;
    }

    private List<Candidate> all(Place place, boolean secure, ToIntFunction<Binding> scores) {
        List<Candidate> all = new ArrayList<>(place.bindings().size());
        for (Binding binding : place.bindings()) {
            int score = scores.applyAsInt(binding);
            boolean suits = score != CallerPreferences.NEVER && (!secure || binding.flow().protocol().isSecure());
            if (suits) {
                all.add(new Candidate(binding, score, contacts.target(binding, secure), place.mayPush() && isAsleep(binding) && mayBePushed(binding)));
            }
        }
        return all;
    }

    /** What an open connection shows is the only sign of a device that is awake. */
    private static boolean isAsleep(Binding binding) {
        return !(binding.flow().protocol().isStream() && binding.reachable());
    }

    /**
     * Returns those that have not had the request: of a device with several lines only the first, and another one only when that line had gone (RFC 5626
     * section 5.3).
     *
     * @param best the best response so far, or null
     */
    List<Candidate> untried(SipRequest request, Place place, List<Target> tried, SipResponse best, Pushed pushed) {
        Set<String> devices = new HashSet<>();
        if (!tried.isEmpty() && (best == null || best.status() != 430)) {
            place.bindings().stream().filter(binding -> isTried(binding, tried)).forEach(binding -> devices.add(device(binding)));
        }
        List<Candidate> untried = new ArrayList<>(place.bindings().size());
        for (Candidate candidate : all(request, place)) {
            Binding binding = candidate.binding();
            boolean goes = candidate.asleep() ? !pushed.contains(binding) && !pushed.isFull() && (!isTried(binding, tried) || hasLostIt(binding, best))
                : candidate.target() != null && !isTried(binding, tried);
            if (goes && (device(binding) == null || devices.add(device(binding)) || hasLostIt(binding, best))) {
                untried.add(candidate);
            }
        }
        return untried;
    }

    /** Returns what several registrations of one device have in common, or null. */
    private static String device(Binding binding) {
        return binding.instance() != null ? binding.instance() : binding.push();
    }

    private static boolean isTried(Binding binding, List<Target> tried) {
        for (Target other : tried) {
            if (other.binding() == binding.key()) {
                return true;
            }
        }
        return false;
    }

    /** Nobody has said more than that he could not be reached: a device whose connection has closed since had no chance to. */
    private static boolean hasLostIt(Binding binding, SipResponse best) {
        return binding.flow().protocol().isStream() && !binding.reachable() && isLost(best);
    }

    static boolean isLost(SipResponse best) {
        return best != null && (best.status() == 408 || best.status() == 430 || best.status() == 503);
    }

    /** Returns those that get the request next, together. */
    List<Candidate> first(List<Candidate> left, Disposition disposition) {
        if (left.size() == 1) {
            return left;
        }
        Candidate first = left.get(0);
        int size = switch (disposition) {
            case PARALLEL -> left.size();
            case SEQUENTIAL, NO_FORK -> 1;
            case BY_PREFERENCE -> (int) left.stream().takeWhile(other -> other.binding().q() == first.binding().q() && other.score() == first.score()).count();
        };
        return left.subList(0, Math.min(size, most));
    }
}
