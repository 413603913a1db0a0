package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.hotcut.stun.SendIndication;
import org.hotcut.turn.api.Family;

/** With whom an allocation exchanges packets: its permissions and channels. Touched by its loop. */
final class Peers {
    private static final int REMEMBERED = 8;

    private final Map<InetAddress, Permission> permissions = new HashMap<>(4);
    private final Channels channels = new Channels();
    /** Those seen last, so that a packet costs no more than a comparison and makes nothing; by hash of the address. */
    private final Peer[] seen = new Peer[REMEMBERED];
    /** To whom the last Send indication was, and his address in two halves. */
    private Peer sentTo;
    private long sentHigh;
    private long sentLow;

    /** Returns the peer of a permission that is there, or of a channel; null when it has neither. */
    Peer find(InetSocketAddress address, Relay relay) {
        long key = ClientTable.key(address);
        int slot = (int) (key ^ key >>> Short.SIZE) & REMEMBERED - 1;
        Peer peer = seen[slot];
        if (peer != null && peer.key == key && (key != 0 || peer.address.equals(address))) {
            return peer;
        }
        peer = channels.find(address);
        if (peer == null) {
            Permission permission = permissions.get(address.getAddress());
            if (permission == null) {
                return null;
            }
            peer = new Peer(address, relay, 0, permission);
        }
        seen[slot] = peer;
        return peer;
    }

    /** As {@link #find(InetSocketAddress, Relay)}, for whom a Send indication is. */
    Peer find(SendIndication send, Allocation allocation) {
        if (sentTo != null && send.low() == sentLow && send.high() == sentHigh && send.port() == sentTo.address.getPort()) {
            return sentTo;
        }
        InetSocketAddress address = send.peer();
        sentTo = find(address, allocation.relay(address.getAddress()));
        sentHigh = send.high();
        sentLow = send.low();
        return sentTo;
    }

    /** Returns the peer of a channel, or null. */
    Peer channel(int number) {
        return channels.find(number);
    }

    /** Returns the channel of a peer, or null. */
    Peer channel(InetSocketAddress address) {
        return channels.find(address);
    }

    Permission permission(InetAddress address) {
        return permissions.get(address);
    }

    Collection<Permission> permissions() {
        return permissions.values();
    }

    Collection<Peer> channels() {
        return channels.all();
    }

    void add(Permission permission) {
        permissions.put(permission.address(), permission);
        relink(permission.address(), permission);
    }

    void add(Peer channel) {
        channels.add(channel);
        forget();
    }

    private void relink(InetAddress address, Permission permission) {
        for (Peer channel : channels.all()) {
            if (channel.address.getAddress().equals(address)) {
                channel.permission = permission;
            }
        }
        forget();
    }

    /** Ends these permissions; channels to their addresses live on, but carry nothing. */
    void removePermissions(Predicate<Permission> which) {
        List<Permission> gone = permissions.values().stream().filter(which).toList();
        for (Permission permission : gone) {
            permissions.remove(permission.address());
            relink(permission.address(), null);
        }
    }

    void removeChannels(Predicate<Peer> which) {
        if (!channels.removeIf(which).isEmpty()) {
            forget();
        }
    }

    /** Ends all that has to do with peers of a family. */
    void remove(Family family) {
        removePermissions(permission -> Family.of(permission.address()) == family);
        removeChannels(channel -> Family.of(channel.address.getAddress()) == family);
    }

    /** Returns when the first of them ends. */
    long firstEnd() {
        long first = Long.MAX_VALUE;
        for (Permission permission : permissions.values()) {
            first = Math.min(first, permission.expires());
        }
        for (Peer channel : channels.all()) {
            first = Math.min(first, channel.expires);
        }
        return first;
    }

    private void forget() {
        Arrays.fill(seen, null);
        sentTo = null;
    }
}
