package org.hotcut.net;

import java.net.Inet4Address;
import java.net.InetSocketAddress;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;

/**
 * The flows of the latest peers of one UDP listener, so that a busy peer costs no new objects and no hash. For any thread: flows are
 * immutable, so the worst that a race can do is to make one twice.
 */
final class FlowCache {
    private static final int SIZE = 2048;

    private final Flow[] flows = new Flow[SIZE];
    private final FlowIds.Udp ids;
    private final String endpoint;
    private final InetSocketAddress local;

    FlowCache(FlowIds.Udp ids, String endpoint, InetSocketAddress local) {
        this.ids = ids;
        this.endpoint = endpoint;
        this.local = local;
    }

    /** Returns the flow to a peer whose address is of whatever class and form. */
    Flow of(InetSocketAddress peer) {
        InetSocketAddress seen = peer.getAddress() instanceof Inet4Address ? peer : Addresses.plain(peer);
        int slot = slot(seen);
        Flow known = flows[slot];
        if (known != null && known.remote().getPort() == seen.getPort() && known.remote().getAddress().equals(seen.getAddress())) {
            return known;
        }
        InetSocketAddress remote = Addresses.plain(seen);
        Flow made = new Flow(ids.of(remote), endpoint, Protocol.UDP, local, remote);
        flows[slot] = made;
        return made;
    }

    private static int slot(InetSocketAddress address) {
        int hash = (address.getAddress().hashCode() * 31 + address.getPort()) * 0x9E3779B9;
        return hash >>> 21;
    }
}
