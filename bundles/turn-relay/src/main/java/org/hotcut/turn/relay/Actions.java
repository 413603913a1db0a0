package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Outcome.Failed;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.TurnRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a handler has decided. Touched by one loop. */
final class Actions {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final long PERMISSION_MILLIS = TimeUnit.SECONDS.toMillis(300);
    private static final long KEPT_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final long CHANNEL_MILLIS = TimeUnit.SECONDS.toMillis(600);

    private final Complaints complaints = new Complaints(LOG);
    private final Services services;
    private final Roster roster;
    private final Kept kept;
    private final Allocating allocating;
    private final Moving moving;
    private final Sides sides;
    private final Connecting connecting;

    Actions(Services services, Roster roster, Kept kept, Allocating allocating, Moving moving, Connecting connecting) {
        this.moving = moving;
        this.connecting = connecting;
        this.sides = new Sides(services, roster);
        this.services = services;
        this.roster = roster;
        this.kept = kept;
        this.allocating = allocating;
    }

    /** Does it and says how it went: null when nobody could say whether it may be done, and there is no answer. */
    void carryOut(Line line, TurnRequest request, Decision.Apply apply, Consumer<Outcome> then) {
        Action action = apply.action();
        Allocation allocation = roster.find(line.client());
        if (allocation != null && !(action instanceof Action.Move) && !isOf(allocation, apply)) {
            // it was made while the account was looked up
            then.accept(action instanceof Action.Allocate ? new Failed(437, "Allocation Mismatch") : new Failed(441, "Wrong Credentials"));
        } else if (action instanceof Action.Allocate allocate) {
            then.accept(allocating.allocate(line, allocate, apply.proof(), RequestKey.transactionId(request.message()), allocation));
        } else if (action instanceof Action.Move move) {
            moving.move(line, move, apply.proof(), then);
        } else if (action instanceof Action.ConnectionBind bind) {
            connecting.bind(line.client(), bind, apply.proof(), then);
        } else if (allocation == null) {
            then.accept(new Failed(437, "Allocation Mismatch"));
        } else if (action instanceof Action.Connect connect) {
            connecting.connect(allocation, connect.peer(), then);
        } else {
            then.accept(change(allocation, action));
        }
    }

    private static boolean isOf(Allocation allocation, Decision.Apply apply) {
        return allocation.owner().account().equals(apply.proof().owner().account());
    }

    private Outcome change(Allocation allocation, Action action) {
        if (action instanceof Action.Refresh refresh) {
            return refresh(allocation, refresh);
        }
        return action instanceof Action.Permit permit ? permit(allocation, permit) : bind(allocation, (Action.Bind) action);
    }

    private Outcome refresh(Allocation allocation, Action.Refresh refresh) {
        List<Relay> meant = allocation.relays().stream().filter(relay -> refresh.family() == null || relay.family() == refresh.family()).toList();
        if (meant.isEmpty()) {
            return new Failed(443, "Peer Address Family Mismatch"); // RFC 8656 section 8.2
        }
        if (refresh.lifetime() > 0) {
            long until = services.clock.millis() + TimeUnit.SECONDS.toMillis(refresh.lifetime());
            meant.forEach(relay -> relay.expires(until));
            allocation.endsAt(until);
            kept.refreshed(allocation);
        } else if (meant.size() == allocation.relays().size()) {
            roster.end(allocation, "by its client");
        } else {
            meant.forEach(relay -> roster.end(allocation, relay));
        }
        return new Outcome.Refreshed(refresh.lifetime(), null);
    }

    private Outcome permit(Allocation allocation, Action.Permit permit) {
        if (!hasRoom(allocation, permit.peers())) { // before the policy is asked about each of hundreds
            return new Failed(508, "Insufficient Capacity");
        }
        List<Permission> wanted = new ArrayList<>(permit.peers().size());
        for (InetAddress peer : permit.peers()) {
            if (allocation.relay(peer) == null) {
                return new Failed(443, "Peer Address Family Mismatch");
            }
            Reach reach = services.gate.reach(peer);
            if (reach == null) {
                return null;
            }
            if (reach.kind() == Reach.Kind.NONE) {
                return denied(allocation, peer.getHostAddress(), reach);
            }
            wanted.add(services.gate.permission(peer, reach));
        }
        if (!wanted.stream().allMatch(permission -> sides.open(allocation, permission.address()))) {
            return new Failed(508, "Insufficient Capacity");
        }
        wanted.forEach(permission -> add(allocation, permission));
        List<Permission> news = wanted.stream().filter(Actions::isNews).toList();
        news.forEach(permission -> permission.keptUntil = permission.expires());
        if (!news.isEmpty()) {
            kept.permitted(allocation, news);
        }
        return new Outcome.Done();
    }

    /** What clients ask for again and again need not be written each time: it is much more than they ask. After a restart it ends a little sooner. */
    private static boolean isNews(Permission permission) {
        return permission.expires() - permission.keptUntil >= KEPT_MILLIS;
    }

    private Outcome denied(Allocation allocation, String peer, Reach reach) {
        if (complaints.mayWrite(services.clock.millis())) {
            LOG.info("{} ({}) may not reach {}: {}", allocation.owner().account(), allocation.line().client(), peer, reach.rule());
        }
        return new Failed(403, "Forbidden");
    }

    private boolean hasRoom(Allocation allocation, List<InetAddress> wanted) {
        long more = wanted.stream().distinct().filter(peer -> allocation.peers.permission(peer) == null).count();
        return allocation.peers.permissions().size() + more <= services.settings.permissions();
    }

    private void add(Allocation allocation, Permission permission) {
        permission.expires(services.clock.millis() + PERMISSION_MILLIS);
        Permission before = allocation.peers.permission(permission.address());
        permission.keptUntil = before != null && before.reach().equals(permission.reach()) ? before.keptUntil : 0;
        allocation.peers.add(permission);
        allocation.endsAt(permission.expires());
    }

    private Outcome bind(Allocation allocation, Action.Bind bind) {
        Peer byNumber = allocation.peers.channel(bind.channel());
        Peer byPeer = allocation.peers.channel(bind.peer());
        if (!services.settings.isChannel(bind.channel()) || byNumber != byPeer) {
            return new Failed(400, "Bad Request"); // RFC 8656 section 12.2: of another peer, or of this peer another channel
        }
        InetAddress peer = bind.peer().getAddress();
        if (allocation.relay(peer) == null) {
            return new Failed(443, "Peer Address Family Mismatch");
        }
        Reach reach = services.gate.reach(peer);
        if (reach == null) {
            return null;
        }
        if (!services.gate.includes(reach, bind.peer())) {
            return denied(allocation, Texts.of(bind.peer()), reach);
        }
        Permission permission = services.gate.permission(peer, reach);
        if (byNumber == null && allocation.peers.channels().size() >= services.settings.channels() || !hasRoom(allocation, List.of(peer))
            || !sides.open(allocation, peer)) {
            return new Failed(508, "Insufficient Capacity");
        }
        add(allocation, permission);
        Peer channel = byNumber;
        if (channel == null) {
            channel = new Peer(bind.peer(), allocation.relay(peer), bind.channel(), permission);
            allocation.peers.add(channel);
        }
        channel.expires = services.clock.millis() + CHANNEL_MILLIS;
        allocation.endsAt(channel.expires);
        kept.bound(allocation, channel);
        return new Outcome.Done();
    }
}
