package org.hotcut.turn.relay;

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
import org.hotcut.turn.relay.store.RelayClock;
import org.osgi.service.component.ComponentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all loops share. Safe for any thread. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    final PacketLoops packetLoops;
    final StreamLoops streams;
    final Loops loops;
    final Flows flows;
    final Bans bans;
    final Accounts accounts;
    final AllocationStore store;
    final RelayClock clock;
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
    final Strangers strangers = new Strangers(100, 20_000);
    /** Those that can move, by id. */
    final Map<Long, Allocation> mobile = new ConcurrentHashMap<>();
    /** Those of peers, by CONNECTION-ID. */
    final Map<Integer, PeerConnection> connections = new ConcurrentHashMap<>();
    final Tickets tickets;
    final RelayPorts ports;
    volatile Settings settings = Settings.NOTHING;
    /** What is wrong with the configuration; null when it is in force. */
    volatile String fault;
    /** Null while it is away. */
    volatile Location location;
    /** Whether there is any limit of bytes a second. */
    volatile boolean isMetered;

    Services(PacketLoops packetLoops, StreamLoops streams, Loops loops, Flows flows, Bans bans, Accounts accounts, Keys keys, AllocationStore store) {
        this.packetLoops = packetLoops;
        this.streams = streams;
        this.loops = loops;
        this.flows = flows;
        this.bans = bans;
        this.accounts = accounts;
        this.store = store;
        this.clock = store.clock();
        this.tickets = new Tickets(keys);
        this.ports = new RelayPorts(packetLoops, streams, clock::millis, this::isListening);
    }

    /** Returns whether we take connections ourselves at a port, here or where it is forwarded from. */
    private boolean isListening(int port) {
        return flows.listening().stream().anyMatch(each -> each.protocol().isStream() && (each.local().getPort() == port || each.port() == port));
    }

    /**
     * Takes the configuration; when part of it is wrong, nothing of it: then it stays as it was, and at the start nothing is relayed.
     *
     * @return whether it is in force
     */
    boolean configure(Config config) {
        try {
            take(config);
            fault = null;
        } catch (IllegalArgumentException | ComponentException e) {
            Throwable cause = e instanceof ComponentException && e.getCause() != null ? e.getCause() : e;
            fault = "etc/org.hotcut.turn.relay.cfg is not in force: " + cause.getMessage() + (settings == Settings.NOTHING ? "; nothing is relayed until that is corrected" : "; it stays as it was");
            LOG.warn(fault);
        }
        return fault == null;
    }

    /** What cannot be read is found before anything is taken. */
    private void take(Config config) {
        Settings next = Settings.of(config, RelayAddresses.of(config.addresses()));
        Quotas.Limits limits = new Quotas.Limits(config.allocations_total(), config.allocations_user(), config.allocations_source());
        int toStranger = config.strangers_source();
        int toStrangers = config.strangers_total();
        long ofAllocation = config.speed_allocation();
        long ofUser = config.speed_user();
        config.journal_kilobytes();
        ports.range(config.ports_from(), config.ports_to());
        quotas.limits(limits);
        strangers.limits(toStranger, toStrangers);
        allocationSpeed.set(ofAllocation);
        userSpeed.set(ofUser);
        isMetered = ofAllocation > 0 || ofUser > 0;
        settings = next;
    }
}
