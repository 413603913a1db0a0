package org.hotcut.turn.api;

import java.net.Inet6Address;
import java.net.InetAddress;

/** An address family, with its number in REQUESTED-ADDRESS-FAMILY (RFC 8656 section 18.6). */
public enum Family {
    IPV4(1), IPV6(2);

    private final int number;

    Family(int number) {
        this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
        return number;
    }

    /** Returns the family of a number on the wire, or null. */
    public static Family of(int number) {
        return number == 1 ? IPV4 : number == 2 ? IPV6 : null;
    }

    /** Returns that of an address. */
    public static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }
}
