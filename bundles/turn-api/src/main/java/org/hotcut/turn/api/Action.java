package org.hotcut.turn.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** What {@code turn-relay} is to do for a client. Times are seconds. */
public sealed interface Action {
    /**
     * Make an allocation (RFC 8656 section 7.2). The same again, by its transaction id, finds the one that was made.
     *
     * @param tcp         whether peers are reached by TCP (RFC 6062)
     * @param families    of relayed addresses, the wanted one first; of two, the second may fail without the first (ADDITIONAL-ADDRESS-FAMILY)
     * @param evenPort    EVEN-PORT
     * @param reserveNext its R bit: the next higher port is kept for a reservation
     * @param reservation RESERVATION-TOKEN, eight bytes, or null
     * @param lifetime    seconds
     * @param mobile      whether a ticket is wanted with which it moves to another address of the client (RFC 8016)
     */
    record Allocate(boolean tcp, List<Family> families, boolean evenPort, boolean reserveNext, byte[] reservation, int lifetime, boolean mobile) implements Action { }

    /**
     * Let it live so long from now (section 8.2).
     *
     * @param lifetime 0 ends it
     * @param family   of which relayed address; null for all
     */
    record Refresh(int lifetime, Family family) implements Action { }

    /**
     * As {@link Refresh}, by a client that has come from another address (RFC 8016 section 3.2).
     *
     * @param ticket MOBILITY-TICKET
     * @param family which of two relayed addresses is refreshed or ended; null for all
     */
    record Move(int lifetime, byte[] ticket, Family family) implements Action { }

    /** Let these peers send, and be sent to (section 9). All or none. */
    record Permit(List<InetAddress> peers) implements Action { }

    /** Let this number stand for this peer (section 12). */
    record Bind(int channel, InetSocketAddress peer) implements Action { }

    /** Connect to this peer (RFC 6062 section 5.2). */
    record Connect(InetSocketAddress peer) implements Action { }

    /** This connection of the client is for the data of that peer connection (RFC 6062 section 5.4). */
    record ConnectionBind(int connection) implements Action { }
}
