package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.relay.store.RelayClock;

/** An allocation (RFC 8656 section 6), and the way of packets through it. Touched by its loop alone. */
final class Allocation {
    final long id;
    final TurnLoop loop;
    /** Milliseconds since 1970. */
    final long since;
    final Peers peers = new Peers();
    final PeerConnections connections = new PeerConnections();
    final Traffic traffic = new Traffic();
    private final Meter meter;
    private final List<Relay> relays = new ArrayList<>(1);
    private final List<Relay> sides = new ArrayList<>(0);
    private Line line;
    private Line next;
    private int oldestTicket;
    private int newestTicket;
    private Holding holding;
    private Outcome.Allocated outcome;
    /** Where it is among those of its loop. */
    int place;
    /** When something of it ends first, by {@link RelayClock}, as all that ends. */
    long due;
    /** When it is asked whether its account is still there. */
    long ownerDue;
    boolean isOver;

    Allocation(long id, TurnLoop loop, Line line, long since, Meter meter) {
        this.id = id;
        this.loop = loop;
        this.line = line;
        this.since = since;
        this.meter = meter;
    }

    Line line() {
        return line;
    }

    /** Returns by which line a client of it has come that is at one of two places. */
    Line line(Client client) {
        return next != null && next.client().equals(client) ? next : line;
    }

    /** Where the client says it is now; null unless it moves. Until it has sent from there both places count (RFC 8016 section 3.2). */
    Line next() {
        return next;
    }

    void next(Line there) {
        next = there;
    }

    /** Returns how many tickets were given for it; 0 when it cannot move. */
    int tickets() {
        return newestTicket;
    }

    /** So many tickets were given for it; the last one counts, and the one before, for the client may not have got the last. */
    void tickets(int given) {
        newestTicket = given;
        oldestTicket = Math.max(1, given - 1);
    }

    boolean isTicket(int number) {
        return newestTicket > 0 && number >= oldestTicket && number <= newestTicket;
    }

    /** Returns the number of the next ticket, after the client has shown this one. */
    int nextTicket(int shown) {
        oldestTicket = shown;
        return ++newestTicket;
    }

    /** The client has come where it said: only the newest ticket counts. */
    void hasMoved() {
        line = next;
        next = null;
        oldestTicket = newestTicket;
    }

    /** The client is met elsewhere from now on. */
    void line(Line now) {
        line = now;
    }

    List<Relay> relays() {
        return relays;
    }

    /** Those that the client was not told, for peers that are reached from other addresses. */
    List<Relay> sides() {
        return sides;
    }

    /** Returns all relay sockets. */
    Stream<Relay> sockets() {
        return Stream.concat(relays.stream(), sides.stream());
    }

    /** Returns the one by which a peer is reached, or null when there is none of its family. */
    Relay relay(InetAddress peer) {
        for (int i = 0; i < sides.size(); i++) {
            if (sides.get(i).isFor(peer)) {
                return sides.get(i);
            }
        }
        return relay(Family.of(peer));
    }

    Relay relay(Family family) {
        for (int i = 0; i < relays.size(); i++) {
            if (relays.get(i).family() == family) {
                return relays.get(i);
            }
        }
        return null;
    }

    /** What it was made for is done: this is the client's. */
    void established(Holding held, Outcome.Allocated answer) {
        holding = held;
        outcome = answer;
    }

    Holding holding() {
        return holding;
    }

    Owner owner() {
        return holding.proof().owner();
    }

    /** Returns what the Allocate that made it was answered. */
    Outcome.Allocated outcome() {
        return outcome;
    }

    /** One of its relayed addresses has ended. */
    void remove(Relay relay) {
        relays.remove(relay);
        peers.remove(relay.family());
        List<InetSocketAddress> left = relays.stream().map(Relay::told).toList();
        holding = new Holding(holding.proof(), left, holding.tcp(), holding.allocateTransaction());
    }

    /** Sends what the client gave for a peer. */
    void send(Peer peer, ByteBuffer data) {
        int length = data.remaining();
        if (peer != null && peer.isAdmitted() && meter.admits(length) && peer.relay.send(data, target(peer))) {
            traffic.packetsSent++;
            traffic.bytesSent += length;
        } else {
            traffic.packetsDropped++;
        }
    }

    /** The rules were asked about the address outside of the NAT: what is at that port inside, and is no relayed address, is somebody else. */
    private InetSocketAddress target(Peer peer) {
        return peer.target == peer.address || loop.isRelayed(peer.address) ? peer.target : peer.address;
    }

    /** Hands the client what a peer gave. */
    void received(Relay relay, ByteBuffer data, InetSocketAddress from) {
        int length = data.remaining();
        Peer peer = peer(relay, from);
        if (peer != null && peer.isAdmitted() && meter.admits(length) && line.deliver(peer, data)) {
            traffic.packetsReceived++;
            traffic.bytesReceived += length;
        } else {
            traffic.packetsDropped++;
        }
    }

    private Peer peer(Relay relay, InetSocketAddress from) {
        Peer peer = peers.find(from, relay);
        if (peer != null) {
            return peer;
        }
        InetSocketAddress outside = loop.settings().outside(from);
        return outside == from || !loop.isRelayed(from) ? null : peers.find(outside, relay);
    }

    /** Returns what its connections with peers are held to. */
    StreamBudget budget() {
        return meter.connections();
    }

    /** It is counted no longer. */
    void release() {
        meter.release();
    }

    /** Something of it ends at this time: what is asked before that finds nothing due. */
    void endsAt(long millis) {
        due = Math.min(due, millis);
    }

    /** Returns when it ends unless it is refreshed. */
    long expires() {
        return relays.stream().mapToLong(Relay::expires).max().orElse(0);
    }

    /** Returns how many bytes were relayed to peers, over connections that are open too. */
    long bytesSent() {
        return traffic.bytesSent + connections.all().stream().mapToLong(connection -> connection.stream.sent()).sum();
    }

    long bytesReceived() {
        return traffic.bytesReceived + connections.all().stream().mapToLong(connection -> connection.stream.received()).sum();
    }

    AllocationInfo info(RelayClock clock) {
        Stream<String> channels = peers.channels().stream().map(Allocation::text);
        Stream<String> connected = connections.all().stream().map(connection -> "tcp " + Texts.of(connection.peer()));
        return new AllocationInfo(id, line.client(), owner().username(), owner().account(), relays.stream().map(Relay::told).toList(),
            sockets().map(Relay::bound).toList(), holding.tcp(), since, clock.wall(expires()), peers.permissions().stream().map(Permission::address).toList(),
            Stream.concat(channels, connected).toList(), traffic.packetsSent, bytesSent(), traffic.packetsReceived, bytesReceived(),
            traffic.packetsDropped);
    }

    private static String text(Peer channel) {
        return String.format("0x%04X %s", channel.channel, Texts.of(channel.address));
    }
}
