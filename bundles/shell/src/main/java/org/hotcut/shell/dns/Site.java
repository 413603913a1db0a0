package org.hotcut.shell.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.shell.Addresses;
import org.xbill.DNS.Address;

/**
 * This server as others can reach it.
 *
 * @param listeners those that are open
 * @param machine   the addresses of this machine
 * @param relays    those at which TURN is spoken
 * @param host      its full name; null when it has none
 */
record Site(List<Endpoint> listeners, Set<InetAddress> machine, List<Endpoint> relays, String host) {
    /**
     * Looks now; may wait for the name service.
     *
     * @param relays those at which TURN is spoken
     * @param host   the name to use; null for the machine's own
     */
    static Site look(List<Endpoint> listeners, List<Endpoint> relays, String host) throws SocketException {
        Set<InetAddress> machine = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).map(Site::withoutZone)
            .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Site(List.copyOf(listeners), machine, List.copyOf(relays), host == null ? ownName() : host.toLowerCase(Locale.ROOT));
    }

    private static String ownName() {
        try {
            String name = InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
            boolean full = name.indexOf('.') > 0 && literal(name) == null && !name.startsWith("localhost.") && !name.endsWith(".localdomain");
            return full ? name : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Returns the listeners of that kind that others are meant to reach: over TLS from another machine, in the clear only if the whole world can or is told so. */
    List<Endpoint> facing(Kind kind) {
        return listeners.stream().filter(one -> one.protocol() == kind.protocol())
            .filter(one -> one.advertised() != null || addresses(one).stream().anyMatch(address -> !kind.isPlain() || Addresses.isPublic(address))).toList();
    }

    /** Returns those at which TURN is spoken over that, and which can be reached from another machine. */
    List<Endpoint> relays(Protocol protocol) {
        return relays.stream().filter(one -> one.protocol() == protocol && (one.advertised() != null || !addresses(one).isEmpty())).toList();
    }

    /** Returns the names and addresses that listeners tell others. */
    Set<String> advertised() {
        return Stream.concat(listeners.stream(), relays.stream()).map(Endpoint::advertised).filter(Objects::nonNull).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns by which addresses a listener can be reached: the public ones if there are such, else those of inner networks; none when only its name is known. */
    List<InetAddress> addresses(Endpoint listener) {
        InetAddress told = literal(listener.advertised());
        if (told != null) {
            return List.of(told);
        }
        InetAddress bound = listener.local().getAddress();
        Collection<InetAddress> all = bound.isAnyLocalAddress() ? machine : List.of(bound);
        List<InetAddress> outside = all.stream().filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .filter(address -> !(bound instanceof Inet4Address) || address instanceof Inet4Address).toList();
        List<InetAddress> open = outside.stream().filter(Addresses::isPublic).toList();
        return open.isEmpty() ? outside : open;
    }

    /** Returns the name that SRV records for a domain lead to. */
    String target(Endpoint listener, String domain) {
        String told = listener.advertised();
        if (told != null && literal(told) == null) {
            return told.toLowerCase(Locale.ROOT);
        }
        return host == null ? "sip." + domain : host;
    }

    /** Returns the address that a text is, without asking the name service; null for a name. */
    static InetAddress literal(String text) {
        if (text == null) {
            return null;
        }
        try {
            return Address.getByAddress(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static InetAddress withoutZone(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
