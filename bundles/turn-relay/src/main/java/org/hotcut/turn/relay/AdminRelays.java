package org.hotcut.turn.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.hotcut.core.api.StatusSource;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Relays;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The allocations as an admin sees and ends them: asks the loops and waits for them. A component of its own, for it bears another name. */
@Component(immediate = true, service = {Relays.class, StatusSource.class}, property = "hotcut.name=turn-relay")
public final class AdminRelays implements Relays, StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRelays.class);

    private final Services services;
    private final TurnLoops loops;

    /** Called by the component runtime. */
    @Activate
    public AdminRelays(@Reference RelayComponent relay) {
        this.services = relay.services();
        this.loops = relay.loops();
    }

    @Override
    public List<AllocationInfo> allocations() {
        return loops.ask(loop -> loop.roster().all().stream().map(allocation -> allocation.info(services.clock)).toList()).stream().flatMap(Collection::stream)
            .sorted(Comparator.comparingLong(AllocationInfo::since).thenComparingLong(AllocationInfo::id)).toList();
    }

    @Override
    public int end(Predicate<AllocationInfo> which, String reason) {
        return loops.ask(loop -> loop.roster().end(allocation -> which.test(allocation.info(services.clock)), reason)).stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void drain(boolean on) {
        services.store.drain(on);
        LOG.info(on ? "No further allocations are made; those that are there live on" : "Allocations are made again");
    }

    @Override
    public boolean isDraining() {
        return services.store.isDraining();
    }

    @Override
    public boolean isRelayed(InetSocketAddress address) {
        return services.relayed.contains(address);
    }

    @Override
    public List<InetAddress> addresses() {
        return services.settings.addresses().addresses();
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        Counters counters = services.counters;
        status.put("held", Map.of("allocations", services.clients.size()));
        status.put("users", services.quotas.users());
        status.put("ports", services.ports.taken());
        status.put("connections", loops.connections());
        status.put("made", counters.made.sum());
        status.put("ended", counters.ended.sum());
        status.put("requestsDropped", counters.requestsDropped.sum());
        status.put("strangersUnanswered", counters.strangersUnanswered.sum());
        status.put("hops", counters.hops.sum());
        status.put("draining", isDraining());
        status.put("journalBytes", services.store.journalBytes());
        status.put("snapshotBytes", services.store.snapshotBytes());
        IOException failure = services.store.failure();
        if (services.fault != null) {
            status.put("fault", services.fault);
        } else if (failure != null) {
            status.put("fault", "allocations cannot be written and will not outlive the server: " + failure);
        }
        return status;
    }
}
