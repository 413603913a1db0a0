package org.hotcut.net;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the first flight of a TLS client asks for (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2), as far as it can be read.
 *
 * @param name      SNI, lower case; null for none
 * @param protocols ALPN, in the client's order
 */
record ClientHello(String name, List<String> protocols) {
    /** What is no ClientHello asks for nothing. */
    static final ClientHello NONE = new ClientHello(null, List.of());

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int ALPN = 16;

    /**
     * Reads what has come so far.
     *
     * @param bytes from the first record on
     * @param most  bytes of handshake that are looked at
     * @return null while it is incomplete
     */
    static ClientHello read(ByteBuffer bytes, int most) {
        ByteBuffer message = ByteBuffer.allocate(Math.min(most, bytes.remaining()));
        while (bytes.remaining() >= RECORD_HEAD) {
            int start = bytes.position();
            if (bytes.get(start) != HANDSHAKE || bytes.get(start + 1) != 3) {
                return NONE;
            }
            int length = bytes.getShort(start + 3) & 0xffff;
            int there = Math.min(length, bytes.remaining() - RECORD_HEAD);
            if (length == 0 || there > message.remaining()) {
                return NONE;
            }
            message.put(bytes.slice(start + RECORD_HEAD, there));
            bytes.position(start + RECORD_HEAD + there);
            ClientHello whole = whole(message.duplicate().flip(), most);
            if (whole != null) {
                return whole;
            }
        }
        return bytes.remaining() > 0 && bytes.get(bytes.position()) != HANDSHAKE ? NONE : null;
    }

    private static ClientHello whole(ByteBuffer message, int most) {
        if (message.remaining() < MESSAGE_HEAD) {
            return null;
        }
        int head = message.getInt();
        int length = head & 0xffffff;
        if (head >>> 24 != CLIENT_HELLO || length > most) {
            return NONE;
        }
        if (message.remaining() < length) {
            return null;
        }
        try {
            return parse(message.slice(message.position(), length));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return NONE;
        }
    }

    private static ClientHello parse(ByteBuffer hello) {
        hello.position(VERSION_AND_RANDOM);
        vector(hello, hello.get() & 0xff);
        vector(hello, hello.getShort() & 0xffff);
        vector(hello, hello.get() & 0xff);
        String name = null;
        List<String> protocols = List.of();
        if (!hello.hasRemaining()) {
            return NONE;
        }
        ByteBuffer extensions = vector(hello, hello.getShort() & 0xffff);
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xffff;
            ByteBuffer value = vector(extensions, extensions.getShort() & 0xffff);
            if (type == SERVER_NAME) {
                name = name(value);
            } else if (type == ALPN) {
                protocols = protocols(value);
            }
        }
        return new ClientHello(name, protocols);
    }

    private static String name(ByteBuffer value) {
        ByteBuffer names = vector(value, value.getShort() & 0xffff);
        while (names.hasRemaining()) {
            int type = names.get();
            ByteBuffer name = vector(names, names.getShort() & 0xffff);
            if (type == HOST_NAME) {
                return StandardCharsets.ISO_8859_1.decode(name).toString().toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static List<String> protocols(ByteBuffer value) {
        List<String> protocols = new ArrayList<>();
        ByteBuffer names = vector(value, value.getShort() & 0xffff);
        while (names.hasRemaining()) {
            protocols.add(StandardCharsets.ISO_8859_1.decode(vector(names, names.get() & 0xff)).toString());
        }
        return List.copyOf(protocols);
    }

    private static ByteBuffer vector(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer vector = from.slice(from.position(), length);
        from.position(from.position() + length);
        return vector;
    }
}
