package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where requests to a side may go that is not reached by its line: there it is their Route or Request-URI that leads, and without a bound a stranger who has called somebody
 * here once could send through us to anybody. Two hashes: of the address the first request went to or came from, and of the host that the side gave.
 *
 * @param address hash of the address
 * @param host    hash of the host
 * @param none    true for a token that was made before there were bounds
 */
record Bounds(int address, int host, boolean none) {
    static final int LENGTH = 8;
    private static final int KIND = 8;

    /** Writes what {@link #read} reads; nothing for a side that is reached by its line. */
    static void write(Side side, SipHash hash, ByteBuffer out) {
        if (!side.byFlow()) {
            String address = Literal.plain(side.flow().remote().getAddress());
            out.putInt(hash(hash, address)).putInt(side.host() == null ? hash(hash, address) : hash(hash, side.host()));
        }
    }

    static Bounds read(SideToken side, ByteBuffer in) {
        return side.byFlow() || in.remaining() < LENGTH ? new Bounds(0, 0, true) : new Bounds(in.getInt(), in.getInt(), false);
    }

    private static int hash(SipHash hash, String text) {
        return (int) hash.of(KIND, text);
    }

    /** Returns whether a request may go to this host at this address. */
    boolean allow(String to, InetAddress at, SipHash hash) {
        if (none) {
            return true;
        }
        int place = hash(hash, Literal.plain(at));
        int name = hash(hash, to);
        return place == address || place == host || name == address || name == host;
    }
}
