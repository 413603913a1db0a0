package org.hotcut.core.api.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes datagrams that are passed on. For state bundles: media must not wait for an update. Whoever registers one as a service with a {@code hotcut.name} gets all
 * that comes to the UDP listeners which have that name under {@code protocols}; while nobody does, their datagrams stay with the kernel.
 */
@FunctionalInterface
@ConsumerType
public interface PacketHandler {
    /**
     * Takes one datagram, on the socket's loop. Must not block.
     *
     * @param socket it came to
     * @param packet direct, from position to limit, valid during the call and free to be changed; at least {@link PacketLoops#HEADROOM} bytes before the position
     *     and {@link PacketLoops#TAILROOM} after the limit are free, so that a header and padding are written in place
     * @param from   the sender; it may be kept
     */
    void packet(PacketSocket socket, ByteBuffer packet, InetSocketAddress from);

    /**
     * Called on the loop of a listener's socket before the first packet of it is handed over: what is owed to clients of earlier can be sent from now on, though none of
     * them has said a word since.
     */
    default void opened(PacketSocket socket) {
        // who only answers need not know
    }

    /**
     * Called on the loop of a DTLS socket when a client's session there has ended, before anything of the next from the same address: that may be of somebody else.
     *
     * @param client its address
     */
    default void closed(PacketSocket socket, InetSocketAddress client) {
        // who only answers need not know
    }
}
