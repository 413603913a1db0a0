package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.hotcut.core.api.net.RelayStream;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Outcome.Failed;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections with peers (RFC 6062): opened for a client, or taken of a peer that has a permission, and then joined with a connection of the client's own. Their bytes do
 * not come here, but are held to the allocation's speed. Touched by one loop.
 */
final class Connecting {
    private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);
    private static final int CONNECT_MILLIS = 30_000;
    private static final long AWAITED_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final int TRANSACTION_ID = 12;

    private final TurnLoop loop;
    private final Services services;
    private final Complaints complaints = new Complaints(LOG);
    private final SecureRandom random = new SecureRandom();

    Connecting(TurnLoop loop, Services services) {
        this.loop = loop;
        this.services = services;
    }

    /** Connects to a peer (section 5.2) and says how it went: null when nobody could say whether it may be done, and there is no answer. */
    void connect(Allocation allocation, InetSocketAddress peer, Consumer<Outcome> then) {
        Relay relay = allocation.relay(peer.getAddress());
        Reach reach = relay == null ? null : services.gate.reach(peer.getAddress());
        if (relay == null || reach == null || !services.gate.includesTcp(reach, peer)) {
            then.accept(refused(allocation, peer, relay, reach));
        } else if (!allocation.holding().tcp()) {
            then.accept(new Failed(400, "Bad Request"));
        } else if (allocation.connections.has(peer)) {
            then.accept(new Failed(446, "Connection Already Exists"));
        } else if (allocation.connections.size() >= services.settings.connections()) {
            then.accept(new Failed(508, "Insufficient Capacity"));
        } else {
            allocation.connections.attempt(peer);
            services.streams.connect(relay.lease().door(), peer, CONNECT_MILLIS).whenComplete((stream, fault) -> services.loops.execute(loop.index(), () -> {
                allocation.connections.attempted(peer);
                then.accept(connected(allocation, peer, stream, fault));
            }));
        }
    }

    private Outcome refused(Allocation allocation, InetSocketAddress peer, Relay relay, Reach reach) {
        if (relay == null) {
            return new Failed(443, "Peer Address Family Mismatch");
        }
        if (reach == null) {
            return null;
        }
        if (complaints.mayWrite(services.clock.millis())) {
            LOG.info("{} ({}) may not reach {}: {}", allocation.owner().account(), allocation.line().client(), Texts.of(peer), reach.rule());
        }
        return new Failed(403, "Forbidden");
    }

    private Outcome connected(Allocation allocation, InetSocketAddress peer, RelayStream stream, Throwable fault) {
        if (fault != null) {
            LOG.debug("{}: {}", Texts.of(peer), fault.toString());
            return new Failed(447, "Connection Timeout or Failure");
        }
        if (allocation.isOver || allocation.relay(peer.getAddress()) == null) {
            stream.close();
            return new Failed(437, "Allocation Mismatch");
        }
        Reach reach = services.gate.reach(peer.getAddress()); // the rules may be others than half a minute ago, when they were asked
        if (reach != null && !services.gate.includesTcp(reach, peer)) {
            stream.close();
            return refused(allocation, peer, allocation.relay(peer.getAddress()), reach);
        }
        return new Outcome.Connected(add(allocation, stream).id);
    }

    /** Takes a connection of a peer (section 5.3) and tells the client, if the peer is permitted. */
    void accepted(Allocation allocation, RelayStream stream) {
        InetSocketAddress peer = stream.remote();
        Permission permission = allocation.isOver ? null : allocation.peers.permission(peer.getAddress());
        if (permission == null || !services.gate.includesTcp(permission.reach(), peer) || allocation.connections.has(peer) || allocation.connections.size() >= services.settings.connections()) {
            stream.close();
            return;
        }
        byte[] transaction = new byte[TRANSACTION_ID];
        random.nextBytes(transaction);
        StunWriter indication = new StunWriter(StunClass.INDICATION, Stun.CONNECTION_ATTEMPT, transaction);
        allocation.line().send(indication.uint32(Stun.CONNECTION_ID, add(allocation, stream).id).xorAddress(Stun.XOR_PEER_ADDRESS, peer).bytes());
    }

    private PeerConnection add(Allocation allocation, RelayStream stream) {
        long until = services.clock.millis() + AWAITED_MILLIS;
        PeerConnection connection;
        do {
            connection = new PeerConnection(random.nextInt(), allocation, stream, until);
        } while (services.connections.putIfAbsent(connection.id, connection) != null);
        PeerConnection added = connection;
        allocation.connections.add(added);
        stream.whenClosed(() -> services.loops.execute(loop.index(), () -> closed(added)));
        return added;
    }

    private void closed(PeerConnection connection) {
        Allocation allocation = connection.allocation;
        services.connections.remove(connection.id, connection);
        allocation.connections.remove(connection);
        allocation.traffic.bytesSent += connection.stream.sent();
        allocation.traffic.bytesReceived += connection.stream.received();
    }

    /** Joins a connection of the client's with one of a peer (section 5.4); the peer is read after the answer was sent. */
    void bind(Client client, Action.ConnectionBind bind, Proof proof, Consumer<Outcome> then) {
        PeerConnection connection = services.connections.get(bind.connection());
        if (connection == null) {
            then.accept(unknown());
            return;
        }
        TurnLoop home = connection.allocation.loop;
        services.loops.execute(home.index(), () -> {
            boolean isOf = !connection.isBound && connection.allocation.owner().account().equals(proof.owner().account());
            if (!isOf) {
                services.loops.execute(loop.index(), () -> then.accept(unknown()));
                return;
            }
            connection.isBound = true;
            services.streams.join(client.flow(), connection.stream, connection.allocation.budget()).whenComplete((joined, fault) -> services.loops.execute(loop.index(), () -> {
                boolean isJoined = fault == null && joined;
                then.accept(isJoined ? new Outcome.Done() : unknown());
                if (isJoined) {
                    connection.stream.start();
                } else {
                    connection.stream.close();
                }
            }));
        });
    }

    private static Outcome unknown() {
        return new Failed(400, "Bad Request");
    }
}
