package org.hotcut.sip.location;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Binding;

/** Decodes what {@link RecordWriter} wrote. */
final class RecordReader {
    private static final int INET4 = 4;
    private static final int INET6 = 16;

    private RecordReader() { }

    /**
     * Reads one record.
     *
     * @throws RuntimeException when it is not one, although its CRC fits
     */
    static void read(ByteBuffer in, BiConsumer<String, Row> rows) {
        try {
            long version = in.getLong();
            String address = text(in);
            int count = in.getInt();
            List<Binding> bindings = new ArrayList<>(Math.min(count, in.remaining()));
            for (int i = 0; i < count; i++) {
                int length = in.getInt();
                ByteBuffer one = in.slice(in.position(), length);
                in.position(in.position() + length);
                bindings.add(binding(one, address));
            }
            rows.accept(address, new Row(bindings, version));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Binding binding(ByteBuffer in, String address) throws UnknownHostException {
        String contact = text(in);
        List<String> path = texts(in);
        Flow flow = new Flow(in.getLong(), text(in), Protocol.valueOf(text(in)), socket(in), socket(in));
        boolean natted = in.getInt() != 0;
        String node = text(in);
        String instance = text(in);
        int regId = in.getInt();
        int q = in.getInt();
        String push = text(in);
        String userAgent = text(in);
        String callId = text(in);
        long cseq = in.getLong();
        long expiresAt = in.getLong();
        // the first version ended here
        String features = in.hasRemaining() ? text(in) : null;
        return new Binding(address, contact, path, flow, natted, node, instance, regId, q, push, features, userAgent, callId, cseq, expiresAt, true, 0);
    }

    private static List<String> texts(ByteBuffer in) {
        int count = in.getInt();
        List<String> texts = new ArrayList<>(Math.min(count, in.remaining()));
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return List.copyOf(texts);
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

    private static InetSocketAddress socket(ByteBuffer in) throws UnknownHostException {
        int length = in.getInt();
        if (length == 0) {
            return InetSocketAddress.createUnresolved(text(in), in.getInt());
        }
        if (length != INET4 && length != INET6) {
            throw new UnknownHostException("an address of " + length + " octets");
        }
        byte[] octets = new byte[length];
        in.get(octets);
        if (length == INET4) {
            return new InetSocketAddress(InetAddress.getByAddress(octets), in.getInt());
        }
        int scope = in.getInt();
        InetAddress address = scope > 0 ? Inet6Address.getByAddress(null, octets, scope) : InetAddress.getByAddress(octets);
        return new InetSocketAddress(address, in.getInt());
    }
}
