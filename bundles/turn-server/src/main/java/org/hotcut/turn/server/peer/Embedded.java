package org.hotcut.turn.server.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** IPv4 addresses that stand in IPv6 addresses: packets for the one may come out at the other. */
final class Embedded {
    private static final int LENGTH = 16;
    private static final Network MAPPED = network("::ffff:0:0", 96);
    private static final Network COMPATIBLE = network("::", 96);
    private static final Network TRANSLATED = network("::ffff:0:0:0", 96);
    private static final Network TEREDO = network("2001::", 32);
    private static final Network SIX_TO_FOUR = network("2002::", 16);
    private static final Network NAT64 = network("64:ff9b::", 96);
    private static final Network NAT64_LOCAL = network("64:ff9b:1::", 48);
    /** Lengths of a prefix of RFC 6052 that fit into that of RFC 8215. */
    private static final int[] LOCAL_LENGTHS = {48, 56, 64, 96};

    private Embedded() { }

    // mapped ones are kept as they are, other than by Network.parse
    private static Network network(String address, int prefix) {
        byte[] bytes = Network.address(address);
        if (bytes.length == LENGTH) {
            return new Network(bytes, prefix);
        }
        byte[] mapped = new byte[LENGTH];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return new Network(mapped, prefix);
    }

    /** Returns the address that packets are sent to: of a mapped one the IPv4 address, which systems take it for. */
    static byte[] canonical(byte[] address) {
        return MAPPED.contains(address) ? at(address, 12) : address;
    }

    /**
     * Returns the IPv4 addresses in an IPv6 address; none of an IPv4 one.
     *
     * @param nat64 prefixes of translators in the admin's network (RFC 6052)
     */
    static List<byte[]> of(byte[] address, List<Network> nat64) {
        if (address.length != LENGTH) {
            return List.of();
        }
        List<byte[]> found = new ArrayList<>();
        if (COMPATIBLE.contains(address) || TRANSLATED.contains(address) || NAT64.contains(address)) {
            found.add(at(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            found.add(at(address, 2));
        }
        if (TEREDO.contains(address)) { // RFC 4380 section 4: the server, and the client, inverted
            found.add(at(address, 4));
            found.add(inverted(at(address, 12)));
        }
        if (isIsatap(address)) {
            found.add(at(address, 12));
        }
        if (NAT64_LOCAL.contains(address)) {
            local(address, found);
        }
        for (Network prefix : nat64) {
            if (prefix.contains(address)) {
                found.add(translated(address, prefix.prefix()));
            }
        }
        return found;
    }

    /** Returns whether the interface identifier is 0:5efe and an IPv4 address, or the same for a global one (RFC 5214 section 6.1). */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    // how long the prefix is within it is the network's affair: whatever can be meant is judged
    private static void local(byte[] address, List<byte[]> found) {
        for (int length : LOCAL_LENGTHS) {
            byte[] inside = translated(address, length);
            boolean fits = length == 96 ? !Arrays.equals(inside, new byte[4]) : address[8] == 0 && isZero(address, 8 + 1 + (length + 32 - 64) / 8);
            if (fits) {
                found.add(inside);
            }
        }
    }

    private static boolean isZero(byte[] address, int from) {
        for (int i = from; i < LENGTH; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The address after a prefix of that length, around the eight bits from 64 on (RFC 6052 section 2.2). */
    private static byte[] translated(byte[] address, int length) {
        byte[] inside = new byte[4];
        int from = length / 8;
        for (int i = 0; i < 4; i++) {
            if (from == 8) {
                from++;
            }
            inside[i] = address[from++];
        }
        return inside;
    }

    private static byte[] at(byte[] address, int from) {
        return Arrays.copyOfRange(address, from, from + 4);
    }

    private static byte[] inverted(byte[] four) {
        for (int i = 0; i < 4; i++) {
            four[i] = (byte) ~four[i];
        }
        return four;
    }
}
