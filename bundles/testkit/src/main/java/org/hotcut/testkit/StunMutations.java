package org.hotcut.testkit;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.hotcut.stun.ChannelData;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunWriter;

/**
 * Makes messages of STUN and TURN that are good, senseless or broken, the same from the same seed. Half of the requests are signed rightly whatever they say, so that they get
 * past the authentication. For one thread.
 */
public final class StunMutations {
    private static final int[] METHODS = {Stun.BINDING, Stun.ALLOCATE, Stun.REFRESH, Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND, Stun.CONNECT, Stun.CONNECTION_BIND, Stun.SEND,
        Stun.DATA_METHOD, 0, 2, 0xfff};
    private static final int[] ATTRIBUTES = {Stun.REQUESTED_TRANSPORT, Stun.LIFETIME, Stun.CHANNEL_NUMBER, Stun.XOR_PEER_ADDRESS, Stun.DATA, Stun.EVEN_PORT, Stun.RESERVATION_TOKEN,
        Stun.REQUESTED_ADDRESS_FAMILY, Stun.ADDITIONAL_ADDRESS_FAMILY, Stun.DONT_FRAGMENT, Stun.MOBILITY_TICKET, Stun.CONNECTION_ID, Stun.USERNAME, Stun.USERHASH, Stun.REALM,
        Stun.NONCE, Stun.PASSWORD_ALGORITHM, Stun.PASSWORD_ALGORITHMS, Stun.SOFTWARE, Stun.CHANGE_REQUEST, Stun.ACCESS_TOKEN, Stun.ICMP, Stun.PRIORITY, Stun.MESSAGE_INTEGRITY,
        Stun.MESSAGE_INTEGRITY_SHA256, Stun.FINGERPRINT, 0x7001, 0xc001};
    private static final int[] WILD = {0, 1, 2, 3, 4, 5, 7, 8, 16, 20, 32, 0x7f, 0xff, 0x7fff, 0x8000, 0xfffc, 0xffff};
    private static final List<String> HOSTS = List.of("0.0.0.0", "127.0.0.1", "255.255.255.255", "224.0.0.1", "169.254.169.254", "10.0.0.1", "::", "::1", "ff02::1", "fe80::1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1");

    private final Random random;
    private final InetSocketAddress peer;

    /**
     * Begins.
     *
     * @param peer who may be reached, so that some messages do something
     */
    public StunMutations(long seed, InetSocketAddress peer) {
        this.random = new Random(seed);
        this.peer = peer;
    }

    /** Returns a number from 0 to below a bound. */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    /**
     * Returns the next message, or what was one.
     *
     * @param login to sign with; null or not challenged yet for none
     */
    public byte[] next(TurnLogin login) {
        byte[] message = switch (random.nextInt(8)) {
            case 0 -> channelData();
            case 1 -> indication();
            case 2 -> noise(random.nextInt(200));
            default -> request(login);
        };
        return random.nextInt(3) > 0 ? message : broken(message);
    }

    /** Returns messages one after the other, the last of which alone may have lost its end; rightly padded but for those that were broken. */
    public byte[] stream(int messages, TurnLogin login) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            byte[] message = random.nextInt(3) == 0 ? next(login) : random.nextInt(4) == 0 ? channelData() : request(login);
            stream.writeBytes(Arrays.copyOf(message, Stun.padded(message.length)));
        }
        return stream.toByteArray();
    }

    private byte[] request(TurnLogin login) {
        StunWriter writer = new StunWriter(random.nextInt(20) > 0 ? StunClass.REQUEST : StunClass.values()[random.nextInt(4)], METHODS[random.nextInt(METHODS.length)], noise(12));
        if (random.nextBoolean()) {
            usual(writer);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            attribute(writer);
        }
        if (login != null && login.isChallenged() && random.nextInt(3) > 0) {
            login.sign(writer);
            if (random.nextInt(8) == 0) {
                attribute(writer);
            }
        }
        return (random.nextInt(3) == 0 ? writer.fingerprint() : writer).bytes();
    }

    /** What every method but the strangest has. */
    private void usual(StunWriter writer) {
        writer.uint8(Stun.REQUESTED_TRANSPORT, random.nextInt(8) > 0 ? TurnClient.UDP : TurnClient.TCP).uint16(Stun.CHANNEL_NUMBER, ChannelData.LOWEST + random.nextInt(4))
            .xorAddress(Stun.XOR_PEER_ADDRESS, peer);
    }

    private void attribute(StunWriter writer) {
        int type = ATTRIBUTES[random.nextInt(ATTRIBUTES.length)];
        switch (random.nextInt(6)) {
            case 0 -> writer.attribute(type, noise(random.nextInt(40)));
            case 1 -> writer.attribute(type, noise(random.nextInt(12) == 0 ? 3_000 : 4));
            case 2 -> writer.uint32(type, WILD[random.nextInt(WILD.length)]);
            case 3 -> writer.xorAddress(Stun.XOR_PEER_ADDRESS, new InetSocketAddress(HOSTS.get(random.nextInt(HOSTS.size())), random.nextInt(65_536)));
            case 4 -> writer.uint32(Stun.LIFETIME, random.nextInt(4) == 0 ? random.nextInt() : 600);
            default -> sensible(writer, type);
        }
    }

    private void sensible(StunWriter writer, int type) {
        switch (type) {
            case Stun.XOR_PEER_ADDRESS -> writer.xorAddress(type, peer);
            case Stun.EVEN_PORT -> writer.evenPort(random.nextBoolean());
            case Stun.RESERVATION_TOKEN -> writer.attribute(type, noise(8));
            case Stun.REQUESTED_ADDRESS_FAMILY, Stun.ADDITIONAL_ADDRESS_FAMILY -> writer.uint8(type, 1 + random.nextInt(2));
            case Stun.PASSWORD_ALGORITHM -> writer.passwordAlgorithm(1 + random.nextInt(3));
            case Stun.PASSWORD_ALGORITHMS -> writer.passwordAlgorithms(2, 1);
            case Stun.USERNAME, Stun.REALM, Stun.NONCE, Stun.SOFTWARE -> writer.text(type, "x".repeat(random.nextInt(12) == 0 ? 800 : 9));
            default -> writer.flag(type);
        }
    }

    private byte[] indication() {
        InetSocketAddress to = random.nextInt(4) > 0 ? peer : new InetSocketAddress(HOSTS.get(random.nextInt(HOSTS.size())), random.nextInt(65_536));
        StunWriter writer = new StunWriter(StunClass.INDICATION, Stun.SEND, noise(12)).xorAddress(Stun.XOR_PEER_ADDRESS, to).attribute(Stun.DATA, noise(size()));
        if (random.nextInt(4) == 0) {
            attribute(writer);
        }
        return writer.bytes();
    }

    private byte[] channelData() {
        byte[] data = noise(size());
        ByteBuffer message = ByteBuffer.allocate(ChannelData.HEADER + data.length).position(ChannelData.HEADER).put(data);
        ChannelData.writeHeader(message, 0, ChannelData.LOWEST + (random.nextInt(4) > 0 ? random.nextInt(4) : random.nextInt(0x1800)), data.length);
        return message.array();
    }

    private int size() {
        return random.nextInt(20) == 0 ? random.nextInt(30_000) : random.nextInt(200);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] broken(byte[] message) {
        if (message.length < Stun.ATTRIBUTE_HEADER) {
            return message;
        }
        int at = random.nextInt(message.length);
        byte[] broken = message.clone();
        switch (random.nextInt(6)) {
            case 0 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                }
            }
            case 1 -> broken = Arrays.copyOf(message, at);
            case 2 -> broken = fitted(Arrays.copyOf(message, at & ~3));
            case 3 -> ByteBuffer.wrap(broken).putShort(even(at, message), (short) WILD[random.nextInt(WILD.length)]);
            case 4 -> broken = fitted(Arrays.copyOf(message, Stun.padded(message.length) + 4 * random.nextInt(20)));
            default -> ByteBuffer.wrap(broken).putShort(even(at, message), (short) ATTRIBUTES[random.nextInt(ATTRIBUTES.length)]);
        }
        return broken;
    }

    private static int even(int at, byte[] message) {
        return Math.min(at & ~1, message.length - 2);
    }

    /** With the length in the header that it has. */
    private static byte[] fitted(byte[] message) {
        if (message.length >= Stun.HEADER) {
            ByteBuffer.wrap(message).putShort(2, (short) (message.length - Stun.HEADER));
        }
        return message;
    }
}
