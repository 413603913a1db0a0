package org.hotcut.sip.location;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.Location.Unbind;

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
        if (change.bind().size() == 1 && (present.isEmpty() || present.size() == 1 && touches(change, present.get(0)))) {
            return change.bind();
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
        if (merged.size() > 1) {
            merged.sort(BY_FALLING_Q);
        }
        return List.copyOf(merged);
    }

    private static boolean touches(Change change, Binding binding) {
        if (change.all()) {
            return true;
        }
        for (Binding fresh : change.bind()) {
            if (replaces(fresh, binding)) {
                return true;
            }
        }
        for (Unbind gone : change.unbind()) {
            if (removes(gone, binding)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Flows of RFC 5626 are compared by instance and reg-id alone: two lines of one device bear one Contact, as two devices in different networks may. So is a device that
     * names its instance with itself.
     */
    private static boolean replaces(Binding fresh, Binding old) {
        boolean same = fresh.instance() != null && fresh.instance().equals(old.instance());
        if (same || isFlow(fresh) && isFlow(old)) {
            return same && fresh.regId() == old.regId();
        }
        return ContactUri.same(fresh.contact(), old.contact());
    }

    private static boolean isFlow(Binding binding) {
        return binding.instance() != null && binding.regId() > 0;
    }

    private static boolean removes(Unbind gone, Binding binding) {
        if (gone.instance() != null && gone.regId() > 0 && binding.regId() > 0) {
            return gone.regId() == binding.regId() && gone.instance().equals(binding.instance());
        }
        return ContactUri.same(gone.contact(), binding.contact());
    }

    private static boolean repeats(Change change, Binding binding) {
        if (binding.cseq() != change.cseq()) {
            return false;
        }
        for (Binding fresh : change.bind()) {
            if (repeats(fresh, binding)) {
                return true;
            }
        }
        return false;
    }

    /** The expiry is not compared: it is counted from when the request was looked at. */
    private static boolean repeats(Binding fresh, Binding old) {
        return replaces(fresh, old) && fresh.contact().equals(old.contact()) && fresh.q() == old.q() && fresh.path().equals(old.path())
            && fresh.flow().equals(old.flow());
    }
}
