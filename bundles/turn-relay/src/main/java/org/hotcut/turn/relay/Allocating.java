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

    /** A family of which there is no address, and why: an error code. */
    private record Lacking(Family family, int code) { }

    private final Complaints complaints = new Complaints(LOG);
    private final Complaints beginnings = new Complaints(LOG, "allocations that were made");
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
        Allocation allocation = new Allocation(services.store.newId(), loop, line, services.clock.wall(), new Meter(services, held));
        Lacking lacking;
        try {
            lacking = open(allocation, wanted);
        } catch (NoPortException e) {
            held.release();
            refused(line, proof, e.getMessage());
            return new Failed(508, "Insufficient Capacity");
        }
        return establish(allocation, wanted, proof, transaction, lacking);
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

    /** Opens an address of each family that is wanted. Returns which of two there is none of; of two either may be had alone (step 9). */
    private Lacking open(Allocation allocation, Action.Allocate wanted) throws NoPortException {
        Lacking lacking = null;
        NoPortException fault = null;
        for (Family family : wanted.families()) {
            RelayAddress address = services.settings.addresses().of(family);
            if (wanted.reservation() == null && address == null) {
                lacking = new Lacking(family, 440);
                continue;
            }
            Relay relay = new Relay(allocation);
            try {
                open(allocation, relay, lease(allocation, address, wanted, relay));
            } catch (NoPortException e) {
                lacking = new Lacking(family, 508);
                fault = e;
            }
        }
        if (fault != null && allocation.relays().isEmpty()) {
            throw fault;
        }
        if (fault != null && complaints.mayWrite(services.clock.millis())) {
            LOG.warn("No address of {} for {}: {}", lacking.family, allocation.line().client(), fault.getMessage());
        }
        return lacking;
    }

    private Lease lease(Allocation allocation, RelayAddress address, Action.Allocate wanted, Relay relay) throws NoPortException {
        if (wanted.reservation() != null) {
            return services.ports.leaseReserved(wanted.reservation(), loop.index(), relay);
        }
        if (wanted.tcp()) {
            return services.ports.leaseDoor(loop.index(), address.bound(), stream -> loop.connecting().accepted(allocation, stream));
        }
        return services.ports.lease(loop.index(), address.bound(), wanted.evenPort(), wanted.reserveNext(), relay);
    }

    private void open(Allocation allocation, Relay relay, Lease lease) {
        relay.open(lease, services.settings.addresses().told(lease.local()));
        allocation.relays().add(relay);
    }

    private Outcome establish(Allocation allocation, Action.Allocate wanted, Proof proof, byte[] transaction, Lacking lacking) {
        long until = services.clock.millis() + TimeUnit.SECONDS.toMillis(wanted.lifetime());
        allocation.relays().forEach(relay -> relay.expires(until));
        allocation.due = until;
        List<InetSocketAddress> told = allocation.relays().stream().map(Relay::told).toList();
        byte[] reservation = allocation.relays().get(0).lease().reservation();
        Outcome.Allocated outcome = new Outcome.Allocated(told, lacking == null ? null : lacking.family, lacking == null ? 0 : lacking.code, wanted.lifetime(), reservation,
            ticket(allocation, wanted));
        allocation.established(new Holding(proof, told, wanted.tcp(), transaction), outcome);
        roster.add(allocation);
        if (beginnings.mayWrite(services.clock.millis())) {
            LOG.info("Allocation {} of {} ({}): {} relays for {}", allocation.id, proof.owner().account(), proof.owner().username(),
                told.stream().map(Texts::of).toList(), allocation.line().client());
        }
        return outcome;
    }
}
