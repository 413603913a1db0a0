package org.hotcut.core.api.net;

import java.io.IOException;
import java.net.InetSocketAddress;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Sockets for datagrams that are passed on, with as little between the kernel and whoever passes them on as there can be. Implemented by {@code net}, on those of its
 * loops that also serve the connections of relayed media. For state bundles only.
 */
@ProviderType
public interface PacketLoops {
    /** Bytes before a packet that are free: more than the header of a Data indication for IPv6, 48 (RFC 8656 section 11). */
    int HEADROOM = 64;
    /** Bytes after a packet that are free, for the padding that such an indication ends with. */
    int TAILROOM = 4;

    /** Returns the loops that read such sockets, numbers of {@link Loops}, in order; fixed while the process lives. */
    int[] packetLoops();

    /**
     * Opens a socket. Called on the loop or elsewhere; blocks for the kernel only.
     *
     * @param loop    one of {@link #packetLoops}
     * @param local   address and port to bind
     * @param handler gets what comes; held as long as the socket is open
     * @throws IOException in the kernel's words: the port is taken, the address is not ours, there are no descriptors left
     */
    PacketSocket open(int loop, InetSocketAddress local, PacketHandler handler) throws IOException;
}
