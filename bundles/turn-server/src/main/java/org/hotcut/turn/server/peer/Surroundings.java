package org.hotcut.turn.server.peer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.MachineAddresses;
import org.hotcut.turn.api.Reach.PortRange;
import org.hotcut.turn.api.Relays;

/**
 * What of this server a peer may be, at one moment.
 *
 * @param machine   addresses of the machine
 * @param relays    those that are relayed from, bound and told
 * @param listeners those that are open
 */
record Surroundings(Set<InetAddress> machine, Collection<InetAddress> relays, Collection<Endpoint> listeners) {
    private static final int LENGTH = 16;

    /**
     * Looks now.
     *
     * @param relays null when they are away
     */
    static Surroundings look(Flows flows, Relays relays) {
        return new Surroundings(MachineAddresses.all(), relays == null ? List.of() : relays.addresses(), flows.listening());
    }

    /** Returns whether an address is one that clients are relayed from. */
    boolean isRelay(InetAddress address) {
        return relays.contains(address);
    }

    /** Returns whether an address leads to this machine: one of its own, one it relays from, or one that a listener says it is reached by. */
    boolean isOwn(InetAddress address) {
        return machine.contains(address) || isRelay(address) || isOfRouters(address.getAddress()) || listeners.stream().anyMatch(one -> isTold(one, address));
    }

    /** Returns whether an address is the first of a network that we are in: it stands for its routers (RFC 4291 section 2.6.1), and a machine with containers is one. */
    private boolean isOfRouters(byte[] address) {
        boolean isNetwork = address.length == LENGTH && address[LENGTH - 1] == 0 && address[LENGTH - 2] == 0; // smaller ones have neighbours where theirs would be
        return isNetwork && machine.stream().map(InetAddress::getAddress).anyMatch(own -> own.length == LENGTH && isFirst(address, own));
    }

    private static boolean isFirst(byte[] network, byte[] own) {
        int last = LENGTH - 3;
        while (last > 0 && network[last] == 0) {
            last--;
        }
        int bits = -(network[last] & -network[last]); // those before the last that is set, and that one
        return Arrays.equals(network, 0, last, own, 0, last) && (own[last] & bits & 0xff) == (network[last] & 0xff);
    }

    /** Returns the ports at which we listen ourselves, at an address of ours. */
    Ports listening(InetAddress address) {
        List<PortRange> ports = new ArrayList<>();
        for (Endpoint one : listeners) {
            InetAddress bound = one.local().getAddress();
            // what is not on the machine is forwarded to it, to which of its addresses we are not told
            if (bound.isAnyLocalAddress() || bound.equals(address) || !machine.contains(address)) {
                add(ports, one.local().getPort());
                add(ports, one.port());
            }
        }
        return Ports.NONE.or(new Ports(ports));
    }

    private static void add(List<PortRange> ports, int port) {
        if (port > 0) {
            ports.add(new PortRange(port, port));
        }
    }

    // a name is not looked up: to wait for that is not allowed here
    private static boolean isTold(Endpoint listener, InetAddress address) {
        String told = listener.advertised();
        if (told == null || told.indexOf(':') < 0 && !Character.isDigit(told.charAt(told.length() - 1))) {
            return false;
        }
        try {
            return Arrays.equals(Network.address(told), address.getAddress());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns all of it, the same for the same. */
    String text() {
        Set<String> parts = new TreeSet<>();
        machine.forEach(one -> parts.add("m" + Text.of(one.getAddress())));
        relays.forEach(one -> parts.add("r" + Text.of(one.getAddress())));
        listeners.forEach(one -> parts.add("l" + Text.of(one.local().getAddress().getAddress()) + ' ' + one.local().getPort() + ' ' + one.advertised() + ' ' + one.port()));
        return String.join(",", parts);
    }
}
