package org.hotcut.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;

/** Bindings in a list, in the order they were put there; changes are kept and answered as told, not applied. For one thread. */
public final class TestLocation implements Location {
    /** What is bound. */
    public final List<Binding> bindings = new ArrayList<>();
    /** Changes asked for. */
    public final List<Change> changes = new ArrayList<>();
    /** What {@link #change} says. */
    public Result result = new Result(Outcome.DONE, bindings);

    @Override
    public CompletionStage<Result> change(Change change) {
        changes.add(change);
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public List<Binding> find(String address) {
        return bindings.stream().filter(binding -> binding.address().equals(address)).toList();
    }

    @Override
    public Binding device(long key) {
        return bindings.stream().filter(binding -> binding.key() == key).findAny().orElse(null);
    }

    @Override
    public List<Binding> byFlow(long flow) {
        return bindings.stream().filter(binding -> binding.flow().id() == flow).toList();
    }

    @Override
    public int size() {
        return bindings.size();
    }

    @Override
    public Collection<Binding> all() {
        return bindings;
    }
}
