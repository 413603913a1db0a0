package org.hotcut.turn.relay.store;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.Reach;

/** Decodes what {@link Records} wrote. Throws a RuntimeException at what it did not. */
final class RecordFields {
    private static final int HEXADECIMAL = 16;

    private RecordFields() { }

    static AllocationRow row(ByteBuffer in) {
        return new AllocationRow(in.getLong(), client(in), proof(in), list(in, RecordFields::relayed), in.getInt(), octets(in), in.getLong(), in.getLong(), in.getInt(),
            list(in, RecordFields::permission), list(in, RecordFields::channel));
    }

    /** Returns what the clocks said; {@code before} of a record that does not say it. */
    static RelayClock.Reading reading(ByteBuffer in, RelayClock.Reading before) {
        return in.remaining() < 2 * Long.BYTES ? before : new RelayClock.Reading(in.getLong(), in.getLong());
    }

    static Client client(ByteBuffer in) {
        ByteBuffer part = part(in);
        return new Client(Protocol.valueOf(text(part)), socket(part), socket(part), longNumber(part));
    }

    private static Proof proof(ByteBuffer in) {
        ByteBuffer part = part(in);
        Owner owner = new Owner(text(part), text(part), part.getInt() != 0, longNumber(part));
        return new Proof(owner, text(part), part.getInt(), octets(part), part.getInt() != 0);
    }

    private static RelayedRow relayed(ByteBuffer in) {
        ByteBuffer part = part(in);
        return new RelayedRow(socket(part), socket(part), part.getInt() != 0, part.hasRemaining() ? part.getLong() : 0);
    }

    static List<PermissionRow> permissions(ByteBuffer in) {
        return list(in, RecordFields::permission);
    }

    static PermissionRow permission(ByteBuffer in) {
        ByteBuffer part = part(in);
        InetAddress peer = address(part);
        long expires = part.getLong();
        Reach.Kind kind = Reach.Kind.valueOf(text(part));
        List<Reach.PortRange> ports = list(part, range -> new Reach.PortRange(range.getInt(), range.getInt()));
        return new PermissionRow(peer, expires, new Reach(kind, ports, text(part)));
    }

    static ChannelRow channel(ByteBuffer in) {
        ByteBuffer part = part(in);
        return new ChannelRow(part.getInt(), socket(part), part.getLong());
    }

    private static <T> List<T> list(ByteBuffer in, Function<ByteBuffer, T> one) {
        int count = in.getInt();
        List<T> all = new ArrayList<>(Math.min(Math.max(0, count), in.remaining()));
        for (int i = 0; i < count; i++) {
            all.add(one.apply(in));
        }
        return all;
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = in.getInt();
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static InetSocketAddress socket(ByteBuffer in) {
        return new InetSocketAddress(address(in), in.getInt());
    }

    private static InetAddress address(ByteBuffer in) {
        byte[] octets = octets(in);
        int scope = in.getInt();
        try {
            return scope > 0 ? Inet6Address.getByAddress(null, octets, scope) : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static long longNumber(ByteBuffer in) {
        return Long.parseUnsignedLong(text(in), HEXADECIMAL);
    }

    private static byte[] octets(ByteBuffer in) {
        return HexFormat.of().parseHex(text(in));
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
