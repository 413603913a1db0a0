package org.hotcut.shell.device;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.Location.Change;

/** What is to go when devices are no longer users: the registrations made over their connections, and these. {@code net} would close them too, a moment later. */
final class Evicted {
    private final Flows flows;
    private final Location location;
    private final Set<Flow> lines = new LinkedHashSet<>();
    private final List<Change> changes = new ArrayList<>();

    /** Finds it; nothing happens yet. */
    Evicted(Flows flows, Location location, List<Mapping> gone) {
        this.flows = flows;
        this.location = location;
        for (FlowInfo info : flows.list()) {
            gone.forEach(mapping -> find(mapping, info.flow()));
        }
    }

    private void find(Mapping mapping, Flow flow) {
        if (!isOf(mapping, flows.verdict(flow))) {
            return;
        }
        lines.add(flow);
        List<Location.Unbind> bindings = location.byFlow(flow.id()).stream().filter(binding -> binding.address().equals(mapping.user())).map(Evicted::unbind).toList();
        if (!bindings.isEmpty()) {
            changes.add(new Change(mapping.user(), "unmap-" + UUID.randomUUID(), 1, List.of(), bindings, false));
        }
    }

    /** Takes it away. */
    void remove() {
        changes.forEach(location::change);
        lines.forEach(line -> flows.close(line.id(), "its device is not mapped to that user any more"));
    }

    private static boolean isOf(Mapping mapping, Verdict verdict) {
        return verdict != null && verdict.identities().stream().anyMatch(identity -> isDevice(identity, mapping.device()))
            && verdict.identities().stream().anyMatch(identity -> identity.kind() == Kind.USER && identity.name().equals(mapping.user()));
    }

    private static boolean isDevice(Identity identity, String name) {
        return identity.kind() == Kind.DEVICE && identity.name().equalsIgnoreCase(name);
    }

    private static Location.Unbind unbind(Binding binding) {
        return new Location.Unbind(binding.contact(), binding.instance(), binding.regId());
    }
}
