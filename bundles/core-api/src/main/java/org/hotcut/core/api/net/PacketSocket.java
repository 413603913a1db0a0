package org.hotcut.core.api.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.osgi.annotation.versioning.ProviderType;

/** A socket for datagrams that are passed on rather than understood. Read on its loop; what is written goes to the kernel within the call, there is no queue. */
@ProviderType
public interface PacketSocket {
    /** Returns the address and port bound. */
    InetSocketAddress local();

    /** Returns the loop it is read on, a number of {@link Loops}. */
    int loop();

    /** Returns the name of the listener it is of, or null when it was opened by {@link PacketLoops#open}. */
    String endpoint();

    /** Returns {@link Protocol#UDP}, or {@link Protocol#DTLS} for the packets of clients that were decrypted on the way in and are encrypted on the way out. */
    Protocol protocol();

    /**
     * Sends one datagram, now. Safe for any thread; cheapest on the loop.
     *
     * @param packet from position to limit; not kept
     * @param to     of the socket's address family
     * @return false when it was not sent: the kernel had no room, the socket is closed, or there is no way to that address. Counted, never retried
     */
    boolean send(ByteBuffer packet, InetSocketAddress to);

    /** Closes it; when called on its loop, nothing is handed over any more once this returns, and the port is free. Of a listener's socket: nothing happens. */
    void close();
}
