package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.relay.limit.Quotas;
import org.hotcut.turn.relay.port.NoPortException;
import org.hotcut.turn.relay.port.RelayAddress;
import org.hotcut.turn.relay.store.AllocationRow;
import org.hotcut.turn.relay.store.ChannelRow;
import org.hotcut.turn.relay.store.PermissionRow;
import org.hotcut.turn.relay.store.RelayedRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At the start, the allocations of before: their ports are bound again, and their clients notice nothing but the packets of the meantime. */
final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    private static final long PATIENCE_MILLIS = 10_000;

    private final Services services;
    private final TurnLoops loops;
    private final AtomicInteger restored = new AtomicInteger();

    Restore(Services services, TurnLoops loops) {
        this.services = services;
        this.loops = loops;
    }

    /** Returns when all are there again. */
    void run() {
        List<AllocationRow> rows = services.store.rows();
        if (rows.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        Map<TurnLoop, List<AllocationRow>> byLoop = rows.stream().collect(Collectors.groupingBy(row -> loops.of(row.loop())));
        boolean inTime = loops.await(PATIENCE_MILLIS, (loop, done) -> {
            byLoop.getOrDefault(loop, List.of()).forEach(row -> restore(loop, row));
            done.run();
        });
        LOG.info("{} of {} allocations go on, after {} ms{}", restored, rows.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), inTime ? "" : "; the others follow");
    }

    private void restore(TurnLoop loop, AllocationRow row) {
        String account = row.proof().owner().account();
        Quotas.Held held = services.quotas.restore(account, row.client().address().getAddress());
        Allocation allocation = new Allocation(row.id(), loop, new AwaitedLine(row.client()), row.since(), new Meter(services, held));
        try {
            for (RelayedRow relayed : row.relayed()) {
                open(allocation, relayed, row.expires());
            }
        } catch (NoPortException e) {
            LOG.warn("Allocation {} of {} ({}) cannot go on: {}", row.id(), account, row.client(), e.getMessage());
            allocation.sockets().forEach(Relay::close);
            held.release();
            services.store.end(row.id());
            return;
        }
        List<InetSocketAddress> told = allocation.relays().stream().map(Relay::told).toList();
        int left = (int) TimeUnit.MILLISECONDS.toSeconds(row.expires() - services.clock.millis());
        allocation.established(new Holding(row.proof(), told, false, row.transaction()), new Outcome.Allocated(told, null, 0, Math.max(0, left), null, null));
        allocation.tickets(row.tickets());
        row.permissions().forEach(permission -> permit(allocation, permission));
        row.channels().forEach(channel -> bind(allocation, channel));
        allocation.due = allocation.peers.firstEnd();
        allocation.relays().forEach(relay -> allocation.endsAt(relay.expires()));
        loop.roster().enter(allocation);
        services.bans.proven(allocation.line().flow()); // what others at its address did does not end it, as before
        restored.incrementAndGet();
    }

    private void open(Allocation allocation, RelayedRow row, long expires) throws NoPortException {
        RelayAddress ours = services.settings.addresses().all().stream().filter(address -> address.bound().equals(row.bound().getAddress())).findFirst().orElse(null);
        if (ours == null) {
            throw new NoPortException(row.bound().getAddress().getHostAddress() + " is not relayed from any more", null);
        }
        Relay relay = new Relay(allocation);
        if (!row.main()) {
            relay.open(services.ports.leaseExactly(allocation.loop.index(), row.bound(), relay), ours);
            allocation.sides().add(relay);
            return;
        }
        relay.open(services.ports.leaseExactly(allocation.loop.index(), row.bound(), relay), row.told());
        relay.expires(row.expires() == 0 ? expires : row.expires());
        allocation.relays().add(relay);
    }

    /** By what was said of the peer then; as soon as there is a policy, all are asked again. */
    private void permit(Allocation allocation, PermissionRow row) {
        if (row.reach().kind() != Reach.Kind.NONE) {
            Permission permission = services.gate.permission(row.peer(), row.reach());
            permission.expires(row.expires());
            allocation.peers.add(permission);
        }
    }

    private static void bind(Allocation allocation, ChannelRow row) {
        Relay relay = allocation.relay(row.peer().getAddress());
        if (relay != null) {
            Peer channel = new Peer(row.peer(), relay, row.number(), allocation.peers.permission(row.peer().getAddress()));
            channel.expires = row.expires();
            allocation.peers.add(channel);
        }
    }
}
