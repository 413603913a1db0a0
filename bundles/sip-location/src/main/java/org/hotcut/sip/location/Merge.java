package org.hotcut.sip.location;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;

/** What a REGISTER makes of the bindings of its address: RFC 3261 section 10.3 steps 6 and 7, RFC 5626 section 6. */
final class Merge {
    private static final Comparator<Binding> BY_FALLING_Q = Comparator.comparingInt(Binding::q).reversed();

    private Merge() { }

    /** Returns whether a later request of the same client was here before this one. The very same request again is in order. */
    static boolean outOfOrder(List<Binding> present, Change change) {
        for (Binding binding : present) {
            if (binding.cseq() >= change.cseq() && binding.callId().equals(change.callId()) && touches(change, binding) && !repeats(change, binding)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the bindings there are afterwards, by falling q, then newest first. */
    static List<Binding> apply(List<Binding> present, Change change) {
        if (change.bind().isEmpty() && change.all()) {
            return List.of();
        }
        List<Binding> merged = new ArrayList<>(change.bind().size() + present.size());
        for (Binding fresh : change.bind()) {
            merged.removeIf(earlier -> replaces(fresh, earlier));
            merged.add(0, fresh);
        }
        for (Binding old : present) {
            if (!touches(change, old)) {
                merged.add(old);
            }
        }
        merged.sort(BY_FALLING_Q);
        return List.copyOf(merged);
    }

    private static boolean touches(Change change, Binding binding) {
        return change.all() || change.unbind().stream().anyMatch(contact -> ContactUri.same(contact, binding.contact()))
            || change.bind().stream().anyMatch(fresh -> replaces(fresh, binding));
    }

    /** Two lines of one device (RFC 5626) bear one Contact and differ in their reg-id: both stay. */
    private static boolean replaces(Binding fresh, Binding old) {
        if (fresh.instance() != null && fresh.instance().equals(old.instance())) {
            return fresh.regId() == old.regId();
        }
        return ContactUri.same(fresh.contact(), old.contact());
    }

    private static boolean repeats(Change change, Binding binding) {
        return binding.cseq() == change.cseq() && change.bind().stream().anyMatch(fresh -> repeats(fresh, binding));
    }

    /** The expiry is not compared: it is counted from when the request was looked at. */
    private static boolean repeats(Binding fresh, Binding old) {
        return replaces(fresh, old) && fresh.contact().equals(old.contact()) && fresh.q() == old.q() && fresh.path().equals(old.path())
            && fresh.flow().equals(old.flow());
    }
}
