package org.hotcut.turn.relay;

import java.util.List;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.relay.store.AllocationRow;
import org.hotcut.turn.relay.store.AllocationStore;
import org.hotcut.turn.relay.store.ChannelRow;
import org.hotcut.turn.relay.store.PermissionRow;
import org.hotcut.turn.relay.store.RelayedRow;

/** Keeps on disk what can go on after a restart: allocations of clients over UDP, to peers over UDP. Touched by one loop. */
final class Kept {
    private final AllocationStore store;
    private final int loop;

    Kept(AllocationStore store, int loop) {
        this.store = store;
        this.loop = loop;
    }

    boolean has(Allocation allocation) {
        return allocation.line().client().protocol() == Protocol.UDP && !allocation.holding().tcp();
    }

    /** It is there, or is not what it was. */
    void put(Allocation allocation) {
        if (has(allocation)) {
            store.put(row(allocation));
        }
    }

    private AllocationRow row(Allocation allocation) {
        List<RelayedRow> relayed = allocation.sockets().map(relay -> new RelayedRow(relay.bound(), relay.told(), allocation.relays().contains(relay), relay.expires())).toList();
        return new AllocationRow(allocation.id, allocation.line().client(), allocation.holding().proof(), relayed, loop, allocation.holding().allocateTransaction(),
            allocation.since, allocation.expires(), allocation.tickets(), allocation.peers.permissions().stream().map(Kept::row).toList(),
            allocation.peers.channels().stream().map(Kept::row).toList());
    }

    private static PermissionRow row(Permission permission) {
        return new PermissionRow(permission.address(), permission.expires(), permission.reach());
    }

    private static ChannelRow row(Peer channel) {
        return new ChannelRow(channel.channel, channel.address, channel.expires);
    }

    void refreshed(Allocation allocation) {
        if (allocation.relays().stream().anyMatch(relay -> relay.expires() != allocation.expires())) {
            put(allocation); // of two families one was refreshed alone
        } else if (has(allocation)) {
            store.refresh(allocation.id, allocation.expires(), allocation.tickets());
        }
    }

    void permitted(Allocation allocation, List<Permission> permissions) {
        if (has(allocation)) {
            store.permit(allocation.id, permissions.stream().map(Kept::row).toList());
        }
    }

    void bound(Allocation allocation, Peer channel) {
        if (has(allocation)) {
            store.bind(allocation.id, row(channel), row(channel.permission));
        }
    }

    /** Its client is, or will be, there. */
    void move(Allocation allocation, Line line) {
        if (has(allocation) && line.client().protocol() == Protocol.UDP) {
            store.move(allocation.id, line.client(), loop);
        }
    }

    void end(Allocation allocation) {
        store.end(allocation.id);
    }
}
