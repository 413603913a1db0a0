package org.hotcut.turn.server.peer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ways to write an IPv4 address as an IPv6 one. */
final class Spelling {
    private static final byte[] PUBLIC = {8, 8, 4, 4};

    private Spelling() { }

    /** Returns every spelling of an address, with what it is. */
    static Map<String, InetAddress> all(byte[] four) {
        Map<String, InetAddress> all = new LinkedHashMap<>(open(four));
        all.put("compatible", six("::", 12, four));
        all.put("translated", six("::ffff:0:0:0", 12, four));
        all.put("NAT64 of local use, /96", six("64:ff9b:1::", 12, four));
        all.put("NAT64 of local use, /48", around("64:ff9b:1::", 48, four));
        all.put("NAT64 of local use, /56", around("64:ff9b:1:ab00::", 56, four));
        all.put("NAT64 of local use, /64", around("64:ff9b:1:abcd::", 64, four));
        return all;
    }

    /** Returns those that lead to a public address when it is one. */
    static Map<String, InetAddress> open(byte[] four) {
        Map<String, InetAddress> all = new LinkedHashMap<>();
        all.put("itself", address(four));
        all.put("mapped", six("::", 12, four, (byte) 0xff));
        all.put("mapped, kept as IPv6", kept(four));
        all.put("NAT64", six("64:ff9b::", 12, four));
        all.put("6to4", six("2002::1", 2, four));
        all.put("Teredo server", teredo(four, PUBLIC));
        all.put("Teredo client", teredo(PUBLIC, four));
        all.put("ISATAP", six("2600:1:2:3:0:5efe::", 12, four));
        all.put("ISATAP, global", six("2600:1:2:3:200:5efe::", 12, four));
        return all;
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Reads an address that may have a zone: no machine has interface 7 by its name, but its number will do. */
    static InetAddress zoned(String text) {
        int zone = text.indexOf('%');
        if (zone < 0) {
            return address(text);
        }
        try {
            return Inet6Address.getByAddress(null, address(text.substring(0, zone)).getAddress(), Integer.parseInt(text.substring(zone + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static InetAddress address(byte... bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Writes an IPv4 address behind a prefix as RFC 6052 section 2.2 shows, around the eight bits from 64 on. */
    static InetAddress around(String prefix, int length, byte[] four) {
        byte[] bytes = address(prefix).getAddress();
        for (int i = 0, at = length / 8; i < 4; i++, at++) {
            at += at == 8 ? 1 : 0;
            bytes[at] = four[i];
        }
        return address(bytes);
    }

    private static InetAddress six(String base, int at, byte[] four, byte... mark) {
        byte[] bytes = address(base).getAddress();
        System.arraycopy(four, 0, bytes, at, 4);
        for (byte one : mark) {
            bytes[10] = one;
            bytes[11] = one;
        }
        return address(bytes);
    }

    private static InetAddress teredo(byte[] server, byte[] client) {
        byte[] bytes = address("2001::").getAddress();
        for (int i = 0; i < 4; i++) {
            bytes[4 + i] = server[i];
            bytes[12 + i] = (byte) ~client[i];
        }
        return address(bytes);
    }

    /** What Java makes of a mapped address unless it is told to keep it, with a zone besides. */
    private static InetAddress kept(byte[] four) {
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        System.arraycopy(four, 0, bytes, 12, 4);
        try {
            return Inet6Address.getByAddress(null, bytes, 7);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
