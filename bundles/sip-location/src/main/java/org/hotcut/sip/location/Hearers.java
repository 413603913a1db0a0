package org.hotcut.sip.location;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.api.location.LocationListener.Change;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of changes. While there are none, nothing is made for them. Safe for any thread. */
final class Hearers {
    private static final Logger LOG = LoggerFactory.getLogger(Hearers.class);

    private final CopyOnWriteArrayList<LocationListener> all = new CopyOnWriteArrayList<>();

    void add(LocationListener listener) {
        all.add(listener);
    }

    void remove(LocationListener listener) {
        all.remove(listener);
    }

    /**
     * Returns what there is to tell of a change of one address; empty when nobody hears.
     *
     * @param before what was bound, some of it perhaps no longer valid
     * @param after  what is bound
     */
    List<Change> changes(List<Binding> before, List<Binding> after, long now) {
        if (all.isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>(after.size() + 1);
        for (Binding old : before) {
            if (old.expiresAt() <= now) {
                changes.add(new Change(Event.EXPIRED, old));
            } else if (find(after, old.key()) == null) {
                changes.add(new Change(Event.UNREGISTERED, old));
            }
        }
        for (Binding binding : after) {
            Binding old = find(before, binding.key());
            // what the change did not touch is the same object still
            if (old != binding) {
                changes.add(new Change(old == null || old.expiresAt() <= now ? Event.CREATED : Event.REFRESHED, binding));
            }
        }
        return changes;
    }

    private static Binding find(List<Binding> bindings, long key) {
        for (Binding binding : bindings) {
            if (binding.key() == key) {
                return binding;
            }
        }
        return null;
    }

    /** Tells everybody what has become of one address. */
    void tell(String address, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        for (LocationListener listener : all) {
            try {
                listener.changed(address, changes);
            } catch (RuntimeException e) {
                LOG.error("A listener could not hear what became of {}", address, e);
            }
        }
    }

    /** Tells everybody what has become of some bindings, one by one. */
    void tell(Event event, List<Binding> bindings) {
        if (all.isEmpty()) {
            return;
        }
        for (Binding binding : bindings) {
            tell(binding.address(), List.of(new Change(event, binding)));
        }
    }
}
