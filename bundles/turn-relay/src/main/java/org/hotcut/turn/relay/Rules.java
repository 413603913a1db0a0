package org.hotcut.turn.relay;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.turn.api.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the rules for peers are others than before, and ends what they forbid now, on every loop. */
final class Rules {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);
    /** Between two parts of this size packets are relayed. */
    private static final int PART = 200;

    private final Services services;
    private final TurnLoops loops;
    private volatile String known;

    Rules(Services services, TurnLoops loops) {
        this.services = services;
        this.loops = loops;
    }

    /** Asks for the version; to be called on one loop, four times a second. */
    void tick() {
        String version = services.gate.version();
        if (version == null || version.equals(known)) {
            return;
        }
        known = version;
        loops.each(loop -> ask(loop, new ArrayList<>(loop.roster().all()), 0));
    }

    private void ask(TurnLoop loop, List<Allocation> all, int from) {
        int end = Math.min(all.size(), from + PART);
        for (Allocation allocation : all.subList(from, end)) {
            if (!allocation.isOver) {
                ask(loop, allocation);
            }
        }
        if (end < all.size()) {
            services.loops.execute(loop.index(), () -> ask(loop, all, end));
        }
    }

    /** What nobody can say now stays as it is, and is asked again. */
    private void ask(TurnLoop loop, Allocation allocation) {
        allocation.connections.abort(connection -> isForbidden(connection));
        boolean isOther = false;
        for (Permission permission : allocation.peers.permissions()) {
            Reach reach = services.gate.reach(permission.address());
            if (reach == null) {
                known = null;
                return;
            }
            isOther |= !reach.equals(permission.reach());
            permission.reach(reach);
        }
        if (isOther) {
            allocation.peers.removeChannels(channel -> isForbidden(channel) && told(allocation, channel));
            allocation.peers.removePermissions(permission -> permission.reach().kind() == Reach.Kind.NONE && told(allocation, permission));
            loop.kept().put(allocation);
        }
    }

    /** One to a relayed address of ours that is not there now is no matter of the rules: each packet asks. */
    private static boolean isForbidden(Peer channel) {
        return channel.permission != null && channel.permission.reach().kind() != Reach.Kind.RELAYS && !channel.isAdmitted();
    }

    private boolean isForbidden(PeerConnection connection) {
        Reach reach = services.gate.reach(connection.peer().getAddress());
        if (reach == null) {
            known = null;
            return false;
        }
        if (services.gate.includesTcp(reach, connection.peer())) {
            return false;
        }
        LOG.info("{} ({}) may not be connected with {} any more: {}", connection.allocation.owner().account(), connection.allocation.line().client(),
            Texts.of(connection.peer()), reach.rule());
        return true;
    }

    private static boolean told(Allocation allocation, Peer channel) {
        LOG.info("{} ({}) may not reach {} any more: {}", allocation.owner().account(), allocation.line().client(), Texts.of(channel.address),
            channel.permission.reach().rule());
        return true;
    }

    private static boolean told(Allocation allocation, Permission permission) {
        LOG.info("{} ({}) may not reach {} any more: {}", allocation.owner().account(), allocation.line().client(), permission.address().getHostAddress(),
            permission.reach().rule());
        return true;
    }
}
