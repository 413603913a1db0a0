package org.hotcut.turn.api;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * An allocation as a handler sees it.
 *
 * @param proof   of the Allocate that made it
 * @param relayed its relayed addresses as told to the client, one or one of each family
 * @param tcp     whether peers are reached by TCP (RFC 6062)
 * @param allocateTransaction transaction id of the Allocate that made it, twelve bytes
 */
public record Holding(Proof proof, List<InetSocketAddress> relayed, boolean tcp, byte[] allocateTransaction) {
    /** Returns whether it has a relayed address of that family. */
    public boolean has(Family family) {
        return relayed.stream().anyMatch(address -> Family.of(address.getAddress()) == family);
    }
}
