package org.hotcut.turn.relay;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.StreamLoops;
import org.hotcut.sip.api.location.Location;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.TurnHandler;
import org.hotcut.turn.relay.limit.Quotas;
import org.hotcut.turn.relay.limit.Speed;
import org.hotcut.turn.relay.limit.Strangers;
import org.hotcut.turn.relay.port.RelayAddresses;
import org.hotcut.turn.relay.port.RelayPorts;
import org.hotcut.turn.relay.store.AllocationStore;

/** What all loops share. Safe for any thread. */
final class Services {
    final PacketLoops packetLoops;
    final StreamLoops streams;
    final Loops loops;
    final Flows flows;
    final Bans bans;
    final Accounts accounts;
    final AllocationStore store;
    final Clock clock;
    final Bearers<TurnHandler> handlers = new Bearers<>();
    final Bearers<PeerPolicy> policies = new Bearers<>();
    final RelayedAddresses relayed = new RelayedAddresses();
    /** The same number may be something else's over the other protocol. */
    final RelayedAddresses relayedTcp = new RelayedAddresses();
    final Gatekeeper gate = new Gatekeeper(policies, relayed, relayedTcp, this::isListening);
    final Clients clients = new Clients();
    final Counters counters = new Counters();
    final Speed allocationSpeed = new Speed(0);
    final Speed userSpeed = new Speed(0);
    final Quotas quotas = new Quotas(new Quotas.Limits(0, 0, 0), userSpeed);
    final Strangers strangers = new Strangers(0, 0);
    /** Those that can move, by id. */
    final Map<Long, Allocation> mobile = new ConcurrentHashMap<>();
    /** Those of peers, by CONNECTION-ID. */
    final Map<Integer, PeerConnection> connections = new ConcurrentHashMap<>();
    final Tickets tickets;
    final RelayPorts ports;
    volatile Settings settings;
    /** Null while it is away. */
    volatile Location location;
    /** Whether there is any limit of bytes a second. */
    volatile boolean isMetered;

    Services(PacketLoops packetLoops, StreamLoops streams, Loops loops, Flows flows, Bans bans, Accounts accounts, Keys keys, AllocationStore store, Clock clock) {
        this.packetLoops = packetLoops;
        this.streams = streams;
        this.loops = loops;
        this.flows = flows;
        this.bans = bans;
        this.accounts = accounts;
        this.store = store;
        this.clock = clock;
        this.tickets = new Tickets(keys);
        this.ports = new RelayPorts(packetLoops, streams, clock, this::isListening);
    }

    /** Returns whether we take connections ourselves at a port, here or where it is forwarded from. */
    private boolean isListening(int port) {
        return flows.listening().stream().anyMatch(each -> each.protocol().isStream() && (each.local().getPort() == port || each.port() == port));
    }

    /** Takes the configuration; when part of it is wrong, nothing of it. */
    void configure(Config config) {
        Settings next = Settings.of(config, RelayAddresses.of(config.addresses()));
        ports.range(config.ports_from(), config.ports_to());
        quotas.limits(new Quotas.Limits(config.allocations_total(), config.allocations_user(), config.allocations_source()));
        strangers.limits(config.strangers_source(), config.strangers_total());
        allocationSpeed.set(config.speed_allocation());
        userSpeed.set(config.speed_user());
        isMetered = config.speed_allocation() > 0 || config.speed_user() > 0;
        settings = next;
    }
}
