package org.hotcut.turn.relay.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.hotcut.turn.api.Family;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that are relayed from, as the configuration has them. Immutable.
 *
 * <p>Entries are separated by commas. {@code auto} is the machine's own towards the default route, one of each family that has one; {@code 10.0.0.5} is that one;
 * {@code 10.0.0.5=203.0.113.7} and {@code auto=203.0.113.7} are behind a NAT, whose outer address is told. {@code 10.0.0.5 for 10.0.0.0/8 172.16.0.0/12} is for the peers of
 * these networks. The first of a family that is for no networks in particular is for all other peers, and the one that clients are told.
 */
public final class RelayAddresses {
    /** None: nothing can be relayed. */
    public static final RelayAddresses NONE = new RelayAddresses(List.of());
    private static final Logger LOG = LoggerFactory.getLogger(RelayAddresses.class);
    private static final String AUTO = "auto";

    private final List<RelayAddress> all;
    private final Map<Family, RelayAddress> first = new EnumMap<>(Family.class);

    private RelayAddresses(List<RelayAddress> all) {
        this.all = List.copyOf(all);
        Stream.concat(all.stream().filter(address -> address.networks().isEmpty()), all.stream()).forEach(address -> first.putIfAbsent(address.family(), address));
    }

    /**
     * Reads the configuration. An address that is not this machine's now is taken, and warned of.
     *
     * @param entries one or several in each
     * @throws IllegalArgumentException with a sentence
     */
    public static RelayAddresses of(String... entries) {
        RelayAddresses addresses = of(entries, OwnAddress::towardsTheWorld);
        for (RelayAddress address : addresses.all) {
            String fault = OwnAddress.fault(address.bound());
            if (fault != null) {
                LOG.warn("{} cannot be relayed from: {}", address.bound().getHostAddress(), fault);
            }
        }
        return addresses;
    }

    /** As {@link #of(String...)}, with another way to find the machine's own. */
    static RelayAddresses of(String[] entries, Function<Family, InetAddress> own) {
        List<RelayAddress> all = new ArrayList<>();
        Stream<String> parts = Arrays.stream(entries).flatMap(entry -> Arrays.stream(entry.split(","))).map(String::trim).filter(entry -> !entry.isEmpty());
        parts.forEach(entry -> read(entry, all, own));
        if (all.isEmpty()) {
            auto(List.of(), all, own);
        }
        return new RelayAddresses(all);
    }

    private static void read(String entry, List<RelayAddress> all, Function<Family, InetAddress> own) {
        List<String> words = List.of(entry.split("\\s+"));
        if (words.get(0).indexOf('/') >= 0) {
            further(words, all);
            return;
        }
        if (words.size() > 1 && (!"for".equals(words.get(1)) || words.size() == 2)) {
            throw new IllegalArgumentException("relay address " + entry + ": ADDRESS, ADDRESS=TOLD, or either with: for NETWORK NETWORK");
        }
        List<Network> networks = words.stream().skip(2).map(Network::parse).toList();
        String[] pair = words.get(0).split("=", 2);
        InetAddress told = pair.length == 2 ? usable(pair[1]) : null;
        if (!AUTO.equals(pair[0])) {
            add(usable(pair[0]), told, networks, all);
        } else if (told != null) {
            InetAddress found = own.apply(Family.of(told));
            add(found == null ? OwnAddress.loopback(Family.of(told)) : found, told, networks, all);
        } else {
            auto(networks, all, own);
        }
    }

    /** {@code a for NETWORK, NETWORK}: the comma was not meant to end the entry. */
    private static void further(List<String> networks, List<RelayAddress> all) {
        RelayAddress last = all.isEmpty() ? null : all.get(all.size() - 1);
        if (last == null || last.networks().isEmpty()) {
            throw new IllegalArgumentException("relay address " + networks.get(0) + ": a network stands after the address it is for: ADDRESS for NETWORK");
        }
        List<Network> more = Stream.concat(last.networks().stream(), networks.stream().map(Network::parse)).toList();
        all.set(all.size() - 1, new RelayAddress(last.bound(), last.told(), more));
    }

    private static void auto(List<Network> networks, List<RelayAddress> all, Function<Family, InetAddress> own) {
        int before = all.size();
        for (Family family : Family.values()) {
            InetAddress found = own.apply(family);
            if (found != null) {
                add(found, null, networks, all);
            }
        }
        if (all.size() > before) {
            return;
        }
        LOG.warn("This machine has no way to the world: only itself can be relayed to, from 127.0.0.1 and ::1, unless relay addresses are configured");
        for (Family family : Family.values()) {
            InetAddress loopback = OwnAddress.loopback(family);
            if (OwnAddress.fault(loopback) == null) {
                add(loopback, null, networks, all);
            }
        }
    }

    private static void add(InetAddress bound, InetAddress told, List<Network> networks, List<RelayAddress> all) {
        if (told != null && Family.of(told) != Family.of(bound)) {
            throw new IllegalArgumentException("relay address " + bound.getHostAddress() + '=' + told.getHostAddress() + ": they are of two families");
        }
        all.add(new RelayAddress(bound, told == null ? bound : told, networks));
    }

    private static InetAddress usable(String text) {
        InetAddress address = Network.literal(text);
        if (!OwnAddress.isUsable(address)) {
            throw new IllegalArgumentException("relay address " + text + ": clients and peers are told it, so it must be one of a host, that means the same everywhere");
        }
        return address;
    }

    /** Returns all, in the order of the configuration. */
    public List<RelayAddress> all() {
        return all;
    }

    /** Returns the one that clients are told of a family, or null. */
    public RelayAddress of(Family family) {
        return first.get(family);
    }

    /** Returns the one from which a peer is reached, or null when none is of its family. */
    public RelayAddress towards(InetAddress peer) {
        for (RelayAddress address : all) {
            if (address.isFor(peer)) {
                return address;
            }
        }
        return first.get(Family.of(peer));
    }

    /** Returns what others see of an address and port that is bound. */
    public InetSocketAddress told(InetSocketAddress bound) {
        for (RelayAddress address : all) {
            if (address.bound().equals(bound.getAddress())) {
                return new InetSocketAddress(address.told(), bound.getPort());
            }
        }
        return bound;
    }

    /** Returns all that are bound and all that are told, each once. */
    public List<InetAddress> addresses() {
        return all.stream().flatMap(address -> Stream.of(address.bound(), address.told())).distinct().toList();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
