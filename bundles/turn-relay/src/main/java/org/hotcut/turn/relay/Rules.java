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
                ask(allocation);
            }
        }
        if (end < all.size()) {
            services.loops.execute(loop.index(), () -> ask(loop, all, end));
        }
    }

    /** What nobody can say now stays as it is: the next version asks again. */
    private void ask(Allocation allocation) {
        Peers peers = allocation.peers;
        for (Permission permission : peers.permissions()) {
            Reach reach = services.gate.reach(permission.address());
            if (reach == null) {
                known = null;
                return;
            }
            permission.reach(reach);
        }
        peers.removeChannels(channel -> channel.permission != null && channel.permission.reach().kind() != Reach.Kind.RELAYS && !channel.isAdmitted() && told(allocation, channel));
        peers.removePermissions(permission -> permission.reach().kind() == Reach.Kind.NONE && told(allocation, permission));
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
