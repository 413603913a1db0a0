package org.hotcut.turn.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.stun.XorAddress;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Holding;

/** Peers that a request names, each of a family of which the client has a relayed address (RFC 8656 sections 10.2 and 12.2). Whether they may be reached is asked elsewhere. */
final class PeerAddresses {
    private static final int FAMILY = 1;

    private PeerAddresses() { }

    /** Returns the one peer; of several the first. */
    static InetSocketAddress one(Request request, Holding holding) throws Refusal {
        return read(request, holding, 1).get(0);
    }

    /** Returns all, one at least. */
    static List<InetSocketAddress> all(Request request, Holding holding) throws Refusal {
        return read(request, holding, Integer.MAX_VALUE);
    }

    private static List<InetSocketAddress> read(Request request, Holding holding, int most) throws Refusal {
        byte[] id = request.message().transactionId();
        List<InetSocketAddress> peers = new ArrayList<>();
        for (ByteBuffer value : request.message().attributes(Stun.XOR_PEER_ADDRESS, most)) {
            InetSocketAddress peer = XorAddress.read(value, id);
            Request.require(peer != null);
            Family family = Family.of(peer.getAddress());
            // an IPv4 address in IPv6's clothes is neither
            if (!holding.has(family) || family.number() != value.get(FAMILY)) {
                throw new Refusal(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
            }
            peers.add(peer);
        }
        Request.require(!peers.isEmpty());
        return peers;
    }
}
