package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.hash.SipHash;

/**
 * One side of a dialog as a token holds it: a byte of flags, the line (id of a stream; listener, port and address of a UDP peer), and the hash of the
 * identity and the key of the device where there are any.
 */
final class SideToken {
    static final int MOST = 1 + 4 + 2 + 16 + 8 + 8;
    private static final int STREAM = 1;
    private static final int V6 = 2;
    private static final int IDENTITY = 4;
    private static final int DEVICE = 8;
    private static final int BY_FLOW = 16;
    private static final int STRICT = 32;
    private static final int MAY_RELAY = 64;

    private final int flags;
    private final long stream;
    private final int listener;
    private final int port;
    private final byte[] address;
    private final long identity;
    private final long device;

    private SideToken(ByteBuffer in) {
        flags = in.get();
        if (is(STREAM)) {
            stream = in.getLong();
            listener = 0;
            port = 0;
            address = null;
        } else {
            stream = 0;
            listener = in.getInt();
            port = in.getShort() & 0xffff;
            address = new byte[is(V6) ? 16 : 4];
            in.get(address);
        }
        identity = is(IDENTITY) ? in.getLong() : 0;
        device = is(DEVICE) ? in.getLong() : 0;
    }

    /** Reads what {@link #write} wrote; {@link java.nio.BufferUnderflowException} when it is too short. */
    static SideToken read(ByteBuffer in) {
        return new SideToken(in);
    }

    static void write(Side side, SipHash hash, ByteBuffer out) {
        Flow flow = side.flow();
        boolean isStream = flow.protocol().isStream();
        byte[] address = isStream ? null : flow.remote().getAddress().getAddress();
        int flags = (isStream ? STREAM : address.length == 16 ? V6 : 0) | (side.identity() != null ? IDENTITY : 0) | (side.device() != 0 ? DEVICE : 0)
            | (side.byFlow() ? BY_FLOW : 0) | (side.strict() ? STRICT : 0) | (side.mayRelay() ? MAY_RELAY : 0);
        out.put((byte) flags);
        if (isStream) {
            out.putLong(flow.id());
        } else {
            out.putInt(flow.endpoint().hashCode()).putShort((short) flow.remote().getPort()).put(address);
        }
        if (side.identity() != null) {
            out.putLong(hash(side.identity(), hash));
        }
        if (side.device() != 0) {
            out.putLong(side.device());
        }
    }

    private static long hash(Identity identity, SipHash hash) {
        return hash.of(identity.kind().ordinal(), identity.name());
    }

    /** Returns whether whoever was proven there may send to any domain. */
    boolean mayRelay() {
        return is(MAY_RELAY);
    }

    boolean byFlow() {
        return is(BY_FLOW);
    }

    boolean strict() {
        return is(STRICT);
    }

    long device() {
        return device;
    }

    boolean isStream() {
        return is(STREAM);
    }

    boolean is(Identity other, SipHash hash) {
        return is(IDENTITY) ? other != null && identity == hash(other, hash) : other == null;
    }

    boolean is(Flow flow) {
        if (is(STREAM)) {
            return flow.protocol().isStream() && flow.id() == stream;
        }
        return !flow.protocol().isStream() && flow.endpoint().hashCode() == listener && flow.remote().getPort() == port
            && Arrays.equals(flow.remote().getAddress().getAddress(), address);
    }

    /** Returns the line when it is open, else null. */
    Flow flow(Flows flows, Endpoints endpoints) {
        if (is(STREAM)) {
            return flows.find(stream);
        }
        Endpoint endpoint = endpoints.udp(listener);
        try {
            return endpoint == null ? null : flows.udp(endpoint.name(), new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes
        }
    }

    private boolean is(int flag) {
        return (flags & flag) != 0;
    }
}
