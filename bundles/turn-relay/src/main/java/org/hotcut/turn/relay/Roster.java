package org.hotcut.turn.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.relay.store.AllocationRow;
import org.hotcut.turn.relay.store.ChannelRow;
import org.hotcut.turn.relay.store.PermissionRow;
import org.hotcut.turn.relay.store.RelayedRow;
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
    private final List<Allocation> all = new ArrayList<>();
    private int part;

    Roster(int loop, Services services, Fronts fronts) {
        this.loop = loop;
        this.services = services;
        this.fronts = fronts;
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
        changed(allocation);
    }

    /** One that was there before we were started goes on. */
    void enter(Allocation allocation) {
        allocation.place = all.size();
        all.add(allocation);
        allocation.sockets().forEach(relay -> services.relayed.add(relay.bound(), relay.told()));
        services.clients.add(allocation.line().client(), allocation);
        allocation.line().holds(allocation, fronts);
        if (allocation.tickets() > 0) {
            services.mobile.put(allocation.id, allocation);
        }
    }

    /** It has a further socket, for some of its peers. */
    void add(Allocation allocation, Relay side) {
        allocation.sides().add(side);
        services.relayed.add(side.bound(), side.told());
        changed(allocation);
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
        if (allocation.line(client).client().equals(client)) {
            return;
        }
        Line next = here.apply(there);
        allocation.next(next);
        services.clients.add(client, allocation);
        next.holds(allocation, fronts);
        if (isKept(allocation) && client.protocol() == Protocol.UDP) {
            services.store.move(allocation.id, client, loop); // after a restart it is more likely there
        }
    }

    /** Nothing has come from where the client has said it would be. */
    private void stay(Allocation allocation) {
        Line next = allocation.next();
        if (next != null) {
            allocation.next(null);
            next.holds(null, fronts);
            services.clients.remove(next.client(), allocation);
            if (isKept(allocation) && !allocation.isOver) {
                services.store.move(allocation.id, allocation.line().client(), loop);
            }
        }
    }

    /** Something has come by this line: if that is the one to which the client moves, it is there. */
    void heard(Allocation allocation, Line line) {
        if (line != allocation.next()) {
            return;
        }
        Line before = allocation.line();
        boolean wasKept = isKept(allocation);
        before.holds(null, fronts);
        services.clients.remove(before.client(), allocation);
        allocation.hasMoved();
        LOG.info("Allocation {} of {} has moved from {} to {}", allocation.id, allocation.owner().account(), before.client(), line.client());
        if (isKept(allocation)) {
            services.store.put(row(allocation));
        } else if (wasKept) {
            services.store.end(allocation.id);
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
        }
    }

    private static boolean isKept(Allocation allocation) {
        return allocation.line().client().protocol() == Protocol.UDP && !allocation.holding().tcp();
    }

    private AllocationRow row(Allocation allocation) {
        List<RelayedRow> relayed = allocation.sockets().map(relay -> new RelayedRow(relay.bound(), relay.told(), allocation.relays().contains(relay))).toList();
        return new AllocationRow(allocation.id, allocation.line().client(), allocation.holding().proof(), relayed, loop, allocation.holding().allocateTransaction(),
            allocation.since, allocation.expires(), allocation.tickets(), allocation.peers.permissions().stream().map(Roster::row).toList(),
            allocation.peers.channels().stream().map(Roster::row).toList());
    }

    private static PermissionRow row(Permission permission) {
        return new PermissionRow(permission.address(), permission.expires(), permission.reach());
    }

    private static ChannelRow row(Peer channel) {
        return new ChannelRow(channel.channel, channel.address, channel.expires);
    }

    void refreshed(Allocation allocation) {
        if (isKept(allocation)) {
            services.store.refresh(allocation.id, allocation.expires(), allocation.tickets());
        }
    }

    void permitted(Allocation allocation, List<Permission> permissions) {
        if (isKept(allocation)) {
            services.store.permit(allocation.id, permissions.stream().map(Roster::row).toList());
        }
    }

    void bound(Allocation allocation, Peer channel) {
        if (isKept(allocation)) {
            services.store.bind(allocation.id, row(channel), row(channel.permission));
        }
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
        allocation.sockets().forEach(this::close);
        allocation.release();
        if (isKept(allocation)) {
            services.store.end(allocation.id);
        }
        services.counters.ended.increment();
        Traffic traffic = allocation.traffic;
        LOG.info("Allocation {} of {} ({}) ended: {}; {} packets ({} bytes) to peers, {} ({}) to the client, {} dropped", allocation.id, allocation.owner().account(),
            allocation.line().client(), reason, traffic.packetsSent, traffic.bytesSent, traffic.packetsReceived, traffic.bytesReceived, traffic.packetsDropped);
    }

    /** It is not what it was. */
    void changed(Allocation allocation) {
        if (isKept(allocation)) {
            services.store.put(row(allocation));
        }
    }

    /** One of its relayed addresses ends, the other lives on. */
    void end(Allocation allocation, Relay relay) {
        close(relay);
        allocation.remove(relay);
        List<Relay> sides = allocation.sides().stream().filter(side -> side.family() == relay.family()).toList();
        sides.forEach(this::close);
        allocation.sides().removeAll(sides);
        changed(allocation);
    }

    private void close(Relay relay) {
        services.relayed.remove(relay.bound(), relay.told());
        relay.close();
    }

    /** Ends all of these; returns how many. */
    int end(Predicate<Allocation> which, String reason) {
        List<Allocation> meant = all.stream().filter(which).toList();
        meant.forEach(allocation -> end(allocation, reason));
        return meant.size();
    }

    /** Ends what is over. Each allocation is looked at with every fourth call. */
    void tick(long now) {
        part = (part + 1) % PARTS;
        for (int i = all.size() - 1; i >= 0; i--) {
            Allocation allocation = all.get(i);
            if ((allocation.id & PARTS - 1) == part) {
                look(allocation, now);
            }
        }
    }

    private void look(Allocation allocation, long now) {
        Client client = allocation.line().client();
        if (services.bans.admit(client.protocol(), client.address()) == Admission.REFUSED) {
            end(allocation, "its source is banned");
        } else if (allocation.due <= now) {
            expire(allocation, now);
        }
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
            allocation.sockets().forEach(this::close);
            services.clients.remove(allocation.line().client(), allocation);
            allocation.release();
        }
        all.clear();
    }
}
