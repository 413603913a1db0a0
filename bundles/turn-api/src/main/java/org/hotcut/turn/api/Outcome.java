package org.hotcut.turn.api;

import java.net.InetSocketAddress;
import java.util.List;

/** How it went. */
public sealed interface Outcome {
    /**
     * There is an allocation.
     *
     * @param relayed     the relayed addresses to tell the client
     * @param lacking     of an additional family that could not be had (ADDRESS-ERROR-CODE), or null
     * @param lackingCode the error code of that
     * @param lifetime    seconds
     * @param reservation RESERVATION-TOKEN for the port that was kept, or null
     * @param ticket      MOBILITY-TICKET, or null
     */
    record Allocated(List<InetSocketAddress> relayed, Family lacking, int lackingCode, int lifetime, byte[] reservation, byte[] ticket) implements Outcome { }

    /**
     * It lives on, or has ended.
     *
     * @param lifetime seconds; 0 when it has ended
     * @param ticket   the next MOBILITY-TICKET, or null
     */
    record Refreshed(int lifetime, byte[] ticket) implements Outcome { }

    /** Permitted, bound. */
    record Done() implements Outcome { }

    /** There is a connection to the peer. */
    record Connected(int connection) implements Outcome { }

    /**
     * It could not be done, and nothing was.
     *
     * @param code   an error code of RFC 8656 section 19 or RFC 6062 section 6.3
     * @param reason its reason phrase; nothing that a stranger should not know
     */
    record Failed(int code, String reason) implements Outcome { }
}
