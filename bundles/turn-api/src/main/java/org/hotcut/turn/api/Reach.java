package org.hotcut.turn.api;

import java.util.List;

/**
 * What of an address a client may reach. Data only: {@code turn-relay} keeps it with the permission.
 *
 * @param kind  how much of it
 * @param ports for {@link Kind#PORTS}, which; never empty then. For {@link Kind#RELAYS}, those that may be reached besides, by a rule of the admin
 * @param rule  which rule says so, in words for the admin
 */
public record Reach(Kind kind, List<PortRange> ports, String rule) {
    /** How much of an address may be reached. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** Some ports. */
        PORTS,
        /** Ports at which there is a relayed address of ours now: the address is one that we relay from. And those of {@link Reach#ports}. */
        RELAYS,
        /** Every port. */
        ALL
    }

    /** Ports from one to another, both included. */
    public record PortRange(int from, int to) { }

    /** Copies the list. */
    public Reach {
        ports = List.copyOf(ports);
    }

    /** Nothing may be reached. */
    public static Reach none(String rule) {
        return new Reach(Kind.NONE, List.of(), rule);
    }

    /** Everything may be reached. */
    public static Reach all(String rule) {
        return new Reach(Kind.ALL, List.of(), rule);
    }

    /** Returns whether a port is within by itself; for {@link Kind#RELAYS} whoever knows what is relayed asks that too. */
    public boolean includes(int port) {
        if (kind == Kind.ALL || kind == Kind.NONE) {
            return kind == Kind.ALL;
        }
        for (int i = 0; i < ports.size(); i++) { // for each packet: without an iterator
            PortRange range = ports.get(i);
            if (range.from() <= port && port <= range.to()) {
                return true;
            }
        }
        return false;
    }
}
