package org.hotcut.turn.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.sip.api.location.Location;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Family;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The allocations of one loop: how they come, are kept, and end. Touched by that loop. */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private static final int PARTS = 4;
    /** How long a client that can move may be without a connection. */
    private static final long AWAY_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final int loop;
    private final Services services;
    private final Fronts fronts;
    private final Kept kept;
    private final Owners owners;
    private final Complaints moves = new Complaints(LOG, "allocations that have moved");
    private final Complaints ends = new Complaints(LOG, "allocations that ended");
    private final List<Allocation> all = new ArrayList<>();
    private int part;

    Roster(int loop, Services services, Fronts fronts, Kept kept) {
        this.loop = loop;
        this.services = services;
        this.fronts = fronts;
        this.kept = kept;
        this.owners = new Owners(loop, services, allocation -> end(allocation, "its account is no more"));
    }

    /** Returns what a client has on this loop, or null. */
    Allocation find(Client client) {
        Allocation allocation = services.clients.find(client);
        return allocation == null || allocation.loop.index() != loop ? null : allocation;
    }

    List<Allocation> all() {
        return all;
    }

    /** One that is complete begins. */
    void add(Allocation allocation) {
        enter(allocation);
        services.counters.made.increment();
        kept.put(allocation);
    }

    /** One that was there before we were started goes on. */
    void enter(Allocation allocation) {
        allocation.place = all.size();
        all.add(allocation);
        allocation.sockets().forEach(relay -> relayed(allocation).add(relay.bound(), relay.told()));
        services.clients.add(allocation.line().client(), allocation);
        allocation.line().holds(allocation, fronts);
        if (allocation.tickets() > 0) {
            services.mobile.put(allocation.id, allocation);
        }
    }

    /** It has a further socket, for some of its peers. */
    void add(Allocation allocation, Relay side) {
        allocation.sides().add(side);
        relayed(allocation).add(side.bound(), side.told());
        kept.put(allocation);
    }

    /** Its client is met by another line of the same name. */
    void meet(Allocation allocation, DatagramLine line) {
        allocation.line(line.client()).holds(null, fronts);
        if (allocation.line(line.client()) == allocation.next()) {
            allocation.next(line);
        } else {
            allocation.line(line);
        }
        line.holds(allocation, fronts);
    }

    /**
     * Its client says that it is elsewhere now.
     *
     * @param here makes a line of this loop of it
     */
    void moves(Allocation allocation, Line there, UnaryOperator<Line> here) {
        Client client = there.client();
        if (allocation.next() != null && !allocation.next().client().equals(client)) {
            stay(allocation);
        }
        Line known = allocation.line(client);
        if (known.client().equals(client) && !known.isGone()) {
            return;
        }
        Line next = here.apply(there);
        allocation.next(next);
        services.clients.add(client, allocation);
        next.holds(allocation, fronts);
        kept.move(allocation, next); // after a restart it is more likely there
    }

    /** Nothing has come from where the client has said it would be. */
    private void stay(Allocation allocation) {
        Line next = allocation.next();
        if (next != null) {
            allocation.next(null);
            next.holds(null, fronts);
            services.clients.remove(next.client(), allocation);
            if (!allocation.isOver) {
                kept.move(allocation, allocation.line());
            }
        }
    }

    /** Something has come by this line: if that is the one to which the client moves, it is there. */
    void heard(Allocation allocation, Line line) {
        if (line != allocation.next()) {
            return;
        }
        Line before = allocation.line();
        boolean wasKept = kept.has(allocation);
        if (!before.client().equals(line.client())) {
            before.holds(null, fronts);
            services.clients.remove(before.client(), allocation);
        }
        allocation.hasMoved();
        if (moves.mayWrite(services.clock.millis())) {
            LOG.info("Allocation {} of {} has moved from {} to {}", allocation.id, allocation.owner().account(), before.client(), line.client());
        }
        kept.put(allocation);
        if (wasKept && !kept.has(allocation)) {
            kept.end(allocation);
        }
    }

    /** A connection by which its client was met is closed. One that can move has a while to come back by another. */
    void left(Allocation allocation, Line line) {
        if (line == allocation.next()) {
            stay(allocation);
        } else if (allocation.next() != null) {
            heard(allocation, allocation.next());
        } else if (allocation.tickets() == 0) {
            end(allocation, "its connection was closed");
        } else {
            long until = services.clock.millis() + AWAY_MILLIS;
            allocation.relays().forEach(relay -> relay.expires(Math.min(relay.expires(), until)));
            allocation.endsAt(until);
            lose(allocation);
        }
    }

    private void lose(Allocation allocation) {
        Line line = allocation.line();
        line.holds(null, fronts);
        services.clients.remove(line.client(), allocation);
        allocation.line(new LostLine(line.client()));
    }

    /** It ends, with all that belongs to it. */
    void end(Allocation allocation, String reason) {
        if (allocation.isOver) {
            return;
        }
        allocation.isOver = true;
        Allocation last = all.remove(all.size() - 1);
        if (last != allocation) {
            all.set(allocation.place, last);
            last.place = allocation.place;
        }
        stay(allocation);
        allocation.line().holds(null, fronts);
        services.clients.remove(allocation.line().client(), allocation);
        services.mobile.remove(allocation.id);
        allocation.sockets().forEach(relay -> close(allocation, relay));
        allocation.connections.close(any -> true);
        allocation.release();
        if (kept.has(allocation)) {
            kept.end(allocation);
        }
        services.counters.ended.increment();
        if (ends.mayWrite(services.clock.millis())) {
            told(allocation, reason);
        }
    }

    private static void told(Allocation allocation, String reason) {
        Traffic traffic = allocation.traffic;
        LOG.info("Allocation {} of {} ({}) ended: {}; {} packets ({} bytes) to peers, {} ({}) to the client, {} dropped", allocation.id, allocation.owner().account(),
            allocation.line().client(), reason, traffic.packetsSent, allocation.bytesSent(), traffic.packetsReceived, allocation.bytesReceived(), traffic.packetsDropped);
    }

    /** One of its relayed addresses ends, the other lives on. */
    void end(Allocation allocation, Relay relay) {
        close(allocation, relay);
        allocation.remove(relay);
        allocation.connections.close(connection -> Family.of(connection.peer().getAddress()) == relay.family()); // RFC 6062 section 5.5
        List<Relay> sides = allocation.sides().stream().filter(side -> side.family() == relay.family()).toList();
        sides.forEach(side -> close(allocation, side));
        allocation.sides().removeAll(sides);
        kept.put(allocation);
    }

    private void close(Allocation allocation, Relay relay) {
        relayed(allocation).remove(relay.bound(), relay.told());
        relay.close();
    }

    private RelayedAddresses relayed(Allocation allocation) {
        return allocation.holding().tcp() ? services.relayedTcp : services.relayed;
    }

    /** Ends all of these; returns how many. */
    int end(Predicate<Allocation> which, String reason) {
        List<Allocation> meant = all.stream().filter(which).toList();
        meant.forEach(allocation -> end(allocation, reason));
        return meant.size();
    }

    /** Ends what is over. Each allocation is looked at with every fourth call; one that takes the place of one that has ended, with the next but four at most. */
    void tick(long now) {
        part = (part + 1) % PARTS;
        int last = all.size() - 1;
        for (int i = last - Math.floorMod(last - part, PARTS); i >= 0; i -= PARTS) {
            if (i < all.size()) {
                look(all.get(i), now);
            }
        }
    }

    private void look(Allocation allocation, long now) {
        Client client = allocation.line().client();
        if (services.bans.admit(client.protocol(), client.address()) == Admission.REFUSED) {
            end(allocation, "its source is banned");
        } else if (isRegistrationOver(allocation)) {
            end(allocation, "the registration that it was made for has ended");
        } else if (allocation.due <= now) {
            expire(allocation, now);
        }
        if (!allocation.isOver) {
            owners.look(allocation, now);
        }
        allocation.connections.tick(now);
    }

    /** While the registrations are away, none has ended. */
    private boolean isRegistrationOver(Allocation allocation) {
        long binding = allocation.owner().binding();
        Location location = binding == 0 ? null : services.location;
        return location != null && location.device(binding) == null;
    }

    private void expire(Allocation allocation, long now) {
        List<Relay> gone = allocation.relays().stream().filter(relay -> relay.expires() <= now).toList();
        if (gone.size() == allocation.relays().size()) {
            end(allocation, "it was not refreshed");
            return;
        }
        gone.forEach(relay -> end(allocation, relay));
        allocation.peers.removePermissions(permission -> permission.expires() <= now);
        allocation.peers.removeChannels(channel -> channel.expires <= now);
        allocation.due = allocation.peers.firstEnd();
        allocation.relays().forEach(relay -> allocation.endsAt(relay.expires()));
    }

    /** Closes the sockets; what is kept stays so. */
    void close() {
        for (Allocation allocation : all) {
            allocation.sockets().forEach(relay -> close(allocation, relay));
            allocation.connections.close(any -> true);
            services.clients.remove(allocation.line().client(), allocation);
            allocation.release();
        }
        all.clear();
    }
}
