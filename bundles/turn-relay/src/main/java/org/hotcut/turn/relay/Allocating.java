package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Outcome.Failed;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.relay.limit.OverLimitException;
import org.hotcut.turn.relay.limit.Quotas;
import org.hotcut.turn.relay.port.Lease;
import org.hotcut.turn.relay.port.NoPortException;
import org.hotcut.turn.relay.port.RelayAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes allocations (RFC 8656 section 7.2). Touched by one loop. */
final class Allocating {
    private static final Logger LOG = LoggerFactory.getLogger(Allocating.class);

    private final Complaints complaints = new Complaints(LOG);
    private final TurnLoop loop;
    private final Services services;
    private final Roster roster;

    Allocating(TurnLoop loop, Services services, Roster roster) {
        this.loop = loop;
        this.services = services;
        this.roster = roster;
    }

    Outcome allocate(Line line, Action.Allocate wanted, Proof proof, byte[] transaction, Allocation before) {
        if (before != null) {
            return repeated(before, transaction);
        }
        if (services.store.isDraining()) {
            return new Failed(508, "Insufficient Capacity");
        }
        if (wanted.tcp() && services.settings.connections() <= 0) {
            return new Failed(442, "Unsupported Transport Protocol");
        }
        if (wanted.mobile() && (wanted.tcp() || !services.settings.mobility())) {
            return new Failed(405, "Mobility Forbidden");
        }
        Family first = wanted.families().get(0);
        if (wanted.reservation() == null && services.settings.addresses().of(first) == null) {
            return new Failed(440, "Address Family not Supported");
        }
        Quotas.Held held;
        try {
            held = services.quotas.admit(proof.owner().account(), line.client().address().getAddress());
        } catch (OverLimitException e) {
            refused(line, proof, e.getMessage());
            return new Failed(e.limit().code(), e.limit().code() == 486 ? "Allocation Quota Reached" : "Insufficient Capacity");
        }
        Allocation allocation = new Allocation(services.store.newId(), loop, line, services.clock.millis(), new Meter(services, held));
        try {
            open(allocation, first, wanted);
        } catch (NoPortException e) {
            held.release();
            refused(line, proof, e.getMessage());
            return new Failed(508, "Insufficient Capacity");
        }
        return establish(allocation, wanted, proof, transaction, additional(allocation, wanted));
    }

    private byte[] ticket(Allocation allocation, Action.Allocate wanted) {
        if (!wanted.mobile()) {
            return null;
        }
        allocation.tickets(1);
        return services.tickets.write(new Tickets.Ticket(allocation.id, 1));
    }

    private void refused(Line line, Proof proof, String reason) {
        if (complaints.mayWrite(services.clock.millis())) {
            LOG.warn("No allocation for {} ({}): {}", proof.owner().account(), line.client(), reason);
        }
    }

    /** The same request again finds what it has made. */
    private static Outcome repeated(Allocation before, byte[] transaction) {
        boolean isSame = Arrays.equals(before.holding().allocateTransaction(), transaction);
        return isSame ? before.outcome() : new Failed(437, "Allocation Mismatch");
    }

    private void open(Allocation allocation, Family family, Action.Allocate wanted) throws NoPortException {
        Relay relay = new Relay(allocation);
        if (wanted.reservation() != null) {
            open(allocation, relay, services.ports.leaseReserved(wanted.reservation(), loop.index(), relay));
            return;
        }
        RelayAddress address = services.settings.addresses().of(family);
        open(allocation, relay, lease(allocation, address, wanted, relay, wanted.evenPort(), wanted.reserveNext()));
    }

    private Lease lease(Allocation allocation, RelayAddress address, Action.Allocate wanted, Relay relay, boolean even, boolean reserveNext) throws NoPortException {
        if (wanted.tcp()) {
            return services.ports.leaseDoor(loop.index(), address.bound(), stream -> loop.connecting().accepted(allocation, stream));
        }
        return services.ports.lease(loop.index(), address.bound(), even, reserveNext, relay);
    }

    private void open(Allocation allocation, Relay relay, Lease lease) {
        relay.open(lease, services.settings.addresses().told(lease.local()));
        allocation.relays().add(relay);
    }

    /** Opens the address of the other family, when one is wanted. Returns why there is none, 0 when there is, or none is wanted. */
    private int additional(Allocation allocation, Action.Allocate wanted) {
        if (wanted.families().size() == 1) {
            return 0;
        }
        Family family = wanted.families().get(1);
        RelayAddress address = services.settings.addresses().of(family);
        if (address == null) {
            return 440;
        }
        Relay relay = new Relay(allocation);
        try {
            open(allocation, relay, lease(allocation, address, wanted, relay, false, false));
            return 0;
        } catch (NoPortException e) {
            LOG.warn("No address of {} for {}: {}", family, allocation.line().client(), e.getMessage());
            return 508;
        }
    }

    private Outcome establish(Allocation allocation, Action.Allocate wanted, Proof proof, byte[] transaction, int lackingCode) {
        long until = services.clock.millis() + TimeUnit.SECONDS.toMillis(wanted.lifetime());
        allocation.relays().forEach(relay -> relay.expires(until));
        allocation.due = until;
        List<InetSocketAddress> told = allocation.relays().stream().map(Relay::told).toList();
        byte[] reservation = allocation.relays().get(0).lease().reservation();
        Family lacking = lackingCode == 0 ? null : wanted.families().get(1);
        Outcome.Allocated outcome = new Outcome.Allocated(told, lacking, lackingCode, wanted.lifetime(), reservation, ticket(allocation, wanted));
        allocation.established(new Holding(proof, told, wanted.tcp(), transaction), outcome);
        roster.add(allocation);
        LOG.info("Allocation {} of {} ({}): {} relays for {}", allocation.id, proof.owner().account(), proof.owner().username(),
            told.stream().map(Texts::of).toList(), allocation.line().client());
        return outcome;
    }
}
