package org.hotcut.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.LocationListener;

/** Registrations in a list that never expire; keeps the changes it was asked for. Tells {@link LocationListener}s nothing. */
public final class FakeLocation implements Location {
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private volatile Outcome outcome = Outcome.DONE;

    /** Adds a binding; one without a key gets one. */
    public FakeLocation bind(Binding binding) {
        bindings.add(keyed(binding));
        return this;
    }

    /** Adds a binding of an address to a contact by a line, reachable, for an hour from now. */
    public FakeLocation bind(String address, String contact, Flow flow) {
        return bind(new Binding(address, contact, List.of(), flow, false, "node", null, 0, 1000, null, null, "test", "reg-1", 1,
            System.currentTimeMillis() + 3_600_000, true, 0));
    }

    /** Says what changes come to from now on. */
    public void outcome(Outcome next) {
        outcome = next;
    }

    /** Returns the changes asked for, in order. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    @Override
    public CompletionStage<Result> change(Change change) {
        changes.add(change);
        if (outcome == Outcome.DONE) {
            apply(change);
        }
        return CompletableFuture.completedFuture(new Result(outcome, find(change.address())));
    }

    private void apply(Change change) {
        bindings.removeIf(each -> each.address().equals(change.address()) && (change.all() || change.unbind().stream().anyMatch(gone -> names(gone, each))));
        for (Binding bare : change.bind()) {
            Binding binding = keyed(bare);
            bindings.removeIf(each -> each.key() == binding.key() || each.address().equals(binding.address()) && each.contact().equals(binding.contact())
                && (each.regId() == 0 || binding.regId() == 0));
            bindings.add(binding);
        }
    }

    private static boolean names(Unbind gone, Binding binding) {
        return gone.instance() != null && gone.regId() > 0 ? gone.instance().equals(binding.instance()) && gone.regId() == binding.regId()
            : gone.contact().equals(binding.contact());
    }

    private static Binding keyed(Binding binding) {
        if (binding.key() != 0) {
            return binding;
        }
        String device = binding.instance() == null ? binding.contact() : binding.instance() + '#' + binding.regId();
        return binding.withKey(((long) binding.address().hashCode() << Integer.SIZE) + device.hashCode());
    }

    @Override
    public List<Binding> find(String address) {
        List<Binding> found = new ArrayList<>(bindings.stream().filter(each -> each.address().equals(address)).toList());
        java.util.Collections.reverse(found);
        found.sort(Comparator.comparingInt(Binding::q).reversed());
        return found;
    }

    @Override
    public Binding device(long key) {
        return bindings.stream().filter(each -> each.key() == key).findFirst().orElse(null);
    }

    @Override
    public List<Binding> byFlow(long flow) {
        return bindings.stream().filter(each -> each.flow().id() == flow).toList();
    }

    @Override
    public int size() {
        return bindings.size();
    }

    @Override
    public Collection<Binding> all() {
        return List.copyOf(bindings);
    }
}
