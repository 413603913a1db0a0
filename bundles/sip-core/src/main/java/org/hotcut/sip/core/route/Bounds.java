package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.hotcut.hash.SipHash;

/**
 * Where requests to a side may go that is not reached by its line: there it is their Route or Request-URI that leads, and without a bound a stranger who has called somebody
 * here once could send through us to anybody. Two hashes: of the address the first request went to or came from, and of the host that the side gave.
 *
 * @param address hash of the address
 * @param host    hash of the host, as an address where it is one
 * @param none    true for a token that was made before there were bounds
 */
record Bounds(int address, int host, boolean none) {
    static final int LENGTH = 8;
    private static final Bounds NONE = new Bounds(0, 0, true);
    private static final int ADDRESS = 8;
    private static final int NAME = 9;

    /** Writes what {@link #read} reads; nothing for a side that is reached by its line. */
    static void write(Side side, SipHash hash, ByteBuffer out) {
        if (!side.byFlow()) {
            int address = hash(hash, side.flow().remote().getAddress());
            out.putInt(address).putInt(side.host() == null ? address : hash(hash, side.host()));
        }
    }

    static Bounds read(SideToken side, ByteBuffer in) {
        return side.byFlow() || in.remaining() < LENGTH ? NONE : new Bounds(in.getInt(), in.getInt(), false);
    }

    private static int hash(SipHash hash, InetAddress address) {
        byte[] bytes = address.getAddress();
        return (int) hash.of(ADDRESS, bytes, 0, bytes.length);
    }

    private static int hash(SipHash hash, String host) {
        InetAddress literal = Literal.parse(host);
        byte[] bytes = host.getBytes(StandardCharsets.UTF_8);
        return literal != null ? hash(hash, literal) : (int) hash.of(NAME, bytes, 0, bytes.length);
    }

    /** Returns whether a request may go to this host at this address. */
    boolean allow(String to, InetAddress at, SipHash hash) {
        if (none) {
            return true;
        }
        int place = hash(hash, at);
        if (place == address || place == host) {
            return true;
        }
        int name = hash(hash, to);
        return name == address || name == host;
    }
}
