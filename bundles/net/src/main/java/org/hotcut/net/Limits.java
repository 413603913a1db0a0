package org.hotcut.net;

/**
 * What one listener lets strangers take.
 *
 * @param maxMessage         bytes of one message or datagram
 * @param maxConnections     connections accepted at a time
 * @param maxOfSource        of these, from one IPv4 address or IPv6 /64
 * @param firstMessageMillis until a new connection has sent a whole message
 * @param unprovenMillis     until somebody has proven himself on a new connection; 0 for ever
 * @param incompleteMillis   until a message that has begun is whole
 * @param idleMillis         without a byte from the peer; 0 for ever
 */
record Limits(int maxMessage, int maxConnections, int maxOfSource, long firstMessageMillis, long unprovenMillis, long incompleteMillis, long idleMillis) {
    /** That of STUN and of TURN's ChannelData over TCP, with what goes before and behind: more than SIP needs. */
    static final int LONGEST_MESSAGE = 65_552;
    /** For connections that we open while no listener of the protocol is configured. */
    static final Limits DEFAULT = new Limits(LONGEST_MESSAGE, 20_000, 1_000, 30_000, 0, 10_000, 0);
}
