package org.hotcut.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Makes datagrams of DTLS (RFC 6347) that are senseless or broken, the same from the same seed. For one thread. */
public final class DtlsMutations {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int RECORD_HEADER = 13;
    private static final int RECORD_LENGTH_AT = 11;
    private static final int MESSAGE_HEADER = 12;
    private static final int MESSAGE_AT = RECORD_HEADER;
    private static final int BODY_AT = RECORD_HEADER + MESSAGE_HEADER;
    private static final int CLIENT_HELLO = 1;
    /** Of a ClientHello: behind the version and 32 random octets. */
    private static final int SESSION_AT = BODY_AT + 2 + 32;
    private static final int[] TYPES = {CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, 23, 24, 25, 26, 63, 0, 255};
    private static final int[] MESSAGES = {0, CLIENT_HELLO, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22, 24, 67, 254, 255};
    /** 0xFEFE is reserved. */
    private static final int[] VERSIONS = {0xfefe, 0xfeff, 0xfefc, 0xfe00, 0x0303, 0x0304, 0};
    private static final int[] WILD = {0, 1, 2, 3, 4, 5, 7, 8, 12, 13, 16, 0x7f, 0xff, 0x100, 0x1000, 0x4000, 0x7fff, 0x8000, 0xfffe, 0xffff};

    private final Random random;

    /** Begins. */
    public DtlsMutations(long seed) {
        random = new Random(seed);
    }

    /** Returns whether a datagram begins with a ClientHello in the clear. */
    static boolean isHello(byte[] datagram) {
        return datagram.length > BODY_AT && datagram[0] == HANDSHAKE && datagram[3] == 0 && datagram[4] == 0 && datagram[MESSAGE_AT] == CLIENT_HELLO;
    }

    /** Returns whether a ClientHello shows a cookie. */
    static boolean hasCookie(byte[] hello) {
        int at = cookieAt(hello);
        return at < hello.length && hello[at] != 0;
    }

    private static int cookieAt(byte[] hello) {
        return hello.length <= SESSION_AT ? hello.length : SESSION_AT + 1 + (hello[SESSION_AT] & 0xff);
    }

    /** Returns a number from 0 to below a bound. */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    /** Returns that many bytes. */
    public byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns a datagram of some records whose types, epochs, numbers and lengths fit nothing, or nearly. */
    public byte[] records() {
        ByteBuffer datagram = ByteBuffer.allocate(20_000);
        for (int i = random.nextInt(4); i >= 0; i--) {
            datagram.put(record());
        }
        byte[] whole = Arrays.copyOf(datagram.array(), datagram.position());
        return random.nextInt(6) == 0 ? broken(whole) : whole;
    }

    private byte[] record() {
        int type = random.nextInt(4) > 0 ? TYPES[random.nextInt(4)] : TYPES[random.nextInt(TYPES.length)];
        byte[] content = content(type);
        int epoch = random.nextInt(6) > 0 ? random.nextInt(3) : wild();
        long number = random.nextInt(4) > 0 ? random.nextInt(64) : random.nextLong() & 0xffff_ffff_ffffL;
        int length = random.nextInt(8) > 0 ? content.length : wild();
        return ByteBuffer.allocate(RECORD_HEADER + content.length).put((byte) type).putShort((short) (random.nextInt(8) > 0 ? 0xfefd : version())).putShort((short) epoch)
            .putShort((short) (number >> 32)).putInt((int) number).putShort((short) length).put(content).array();
    }

    private byte[] content(int type) {
        if (random.nextInt(6) == 0) {
            return noise(random.nextInt(80));
        }
        return switch (type) {
            case CHANGE_CIPHER_SPEC -> new byte[] {1};
            case ALERT -> new byte[] {(byte) (1 + random.nextInt(2)), (byte) random.nextInt(120)};
            case HANDSHAKE -> fragment();
            default -> noise(random.nextInt(200));
        };
    }

    /** Returns a piece of a message, which overlaps others, is beyond its end, or is one of a message that never ends. */
    private byte[] fragment() {
        int length = random.nextInt(4) > 0 ? random.nextInt(400) : wild() << random.nextInt(9);
        int from = random.nextInt(3) > 0 ? random.nextInt(Math.max(1, Math.min(length, 400))) : wild();
        byte[] body = noise(random.nextInt(120));
        int count = random.nextInt(4) > 0 ? body.length : wild();
        return ByteBuffer.allocate(MESSAGE_HEADER + body.length).put((byte) MESSAGES[random.nextInt(MESSAGES.length)]).put(three(length)).putShort((short) (random.nextInt(6) > 0 ? random.nextInt(8) : wild()))
            .put(three(from)).put(three(count)).put(body).array();
    }

    /** Returns a ClientHello with some of it changed; mostly headers fit the rest, so that somebody reads it. */
    public byte[] hello(byte[] good) {
        if (random.nextInt(5) == 0) {
            return broken(good);
        }
        int at = SESSION_AT + random.nextInt(good.length - SESSION_AT);
        byte[] hello = good.clone();
        switch (random.nextInt(6)) {
            case 0 -> ByteBuffer.wrap(hello).putShort(random.nextBoolean() ? 1 : BODY_AT, (short) version());
            case 1 -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    hello[BODY_AT + random.nextInt(hello.length - BODY_AT)] = (byte) random.nextInt();
                }
            }
            case 2 -> hello = Arrays.copyOf(hello, at);
            case 3 -> hello = Arrays.copyOf(hello, hello.length + random.nextInt(300));
            case 4 -> hello = spliced(hello, at, 0, noise(random.nextInt(60)));
            default -> hello = spliced(hello, at, Math.min(hello.length - at, random.nextInt(20)), new byte[0]);
        }
        return fitted(hello);
    }

    /** Returns a ClientHello with another cookie. */
    public static byte[] withCookie(byte[] hello, byte[] cookie) {
        int at = cookieAt(hello);
        if (at >= hello.length) {
            return hello;
        }
        byte[] written = ByteBuffer.allocate(1 + cookie.length).put((byte) cookie.length).put(cookie).array();
        return fitted(spliced(hello, at, Math.min(hello.length - at, 1 + (hello[at] & 0xff)), written));
    }

    /** Returns the cookie in a HelloVerifyRequest; null when it is none. */
    public static byte[] cookie(byte[] answer) {
        if (answer.length < BODY_AT + 3 || answer[0] != HANDSHAKE || answer[MESSAGE_AT] != 3) {
            return null;
        }
        int from = BODY_AT + 3;
        return Arrays.copyOfRange(answer, from, Math.min(answer.length, from + (answer[from - 1] & 0xff)));
    }

    /** Returns a datagram with a few of its bytes changed, or a part of it. */
    public byte[] broken(byte[] datagram) {
        byte[] broken = datagram.clone();
        if (broken.length == 0 || random.nextInt(4) == 0) {
            return Arrays.copyOf(broken, random.nextInt(broken.length + 40));
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            broken[random.nextInt(broken.length)] = (byte) (random.nextBoolean() ? random.nextInt() : WILD[random.nextInt(WILD.length)]);
        }
        return broken;
    }

    private static byte[] spliced(byte[] bytes, int at, int without, byte[] with) {
        return ByteBuffer.allocate(bytes.length - without + with.length).put(bytes, 0, at).put(with).put(bytes, at + without, bytes.length - at - without).array();
    }

    /** With the lengths in both headers that it has. */
    private static byte[] fitted(byte[] hello) {
        int body = hello.length - BODY_AT;
        ByteBuffer.wrap(hello).putShort(RECORD_LENGTH_AT, (short) (body + MESSAGE_HEADER)).put(MESSAGE_AT + 1, three(body)).put(MESSAGE_AT + 9, three(body));
        return hello;
    }

    private static byte[] three(int number) {
        return new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    private int version() {
        return VERSIONS[random.nextInt(VERSIONS.length)];
    }

    private int wild() {
        return WILD[random.nextInt(WILD.length)];
    }
}
