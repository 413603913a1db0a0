package org.hotcut.sip.core.route;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.SipUri;

/** Our listeners as they appear in messages: what we write for a line, and what of that we recognize. One for each loop. */
public final class Endpoints {
    private static final int MOST_PEERS = 1_000;

    private final Flows flows;
    private final Supplier<Accounts> accounts;
    private final Map<Place, Written> written = new HashMap<>();
    private final Map<InetAddress, InetAddress> towards = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, InetAddress> eldest) {
            return size() > MOST_PEERS;
        }
    };
    private List<Endpoint> known = List.of();
    private Set<InetAddress> machine = Set.of();
    private boolean worldwide;

    private record Place(String endpoint, InetAddress local) { }

    /** The second Via is for connections that we have opened, which the peer may use for its requests to us (RFC 5923 section 5). */
    private record Written(String via, String aliasVia, String route) { }

    /**
     * Looks at the listeners of {@code net}.
     *
     * @param accounts returns null while nobody knows our domains
     */
    public Endpoints(Flows flows, Supplier<Accounts> accounts) {
        this.flows = flows;
        this.accounts = accounts;
        tick();
    }

    /** Returns a Via value for a line up to and including {@code branch=}. */
    public String via(Flow flow) {
        Written text = written(flow);
        return flow.protocol() == Protocol.TLS && isOpenedByUs(flow) ? text.aliasVia : text.via;
    }

    private boolean isOpenedByUs(Flow flow) {
        Endpoint endpoint = named(flow.endpoint());
        return endpoint != null && endpoint.local().getPort() != flow.local().getPort();
    }

    /** Returns what stands behind the user part in our Record-Route for a line, {@code @host:port;transport=tcp;lr>}. */
    public String route(Flow flow) {
        return written(flow).route;
    }

    /** Returns the UDP listener whose name has this hash, or null. */
    Endpoint udp(int hash) {
        for (Endpoint endpoint : known) {
            if (endpoint.protocol() == Protocol.UDP && endpoint.name().hashCode() == hash) {
                return endpoint;
            }
        }
        return null;
    }

    /** Returns whether there is a listener of a protocol: then we speak it of our own accord. */
    boolean listens(Protocol protocol) {
        for (Endpoint endpoint : known) {
            if (endpoint.protocol() == protocol) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether an address of a family may be reached: by a listener of the protocol, or by the kernel's choice when there is none. */
    boolean reaches(Protocol protocol, boolean v6) {
        boolean none = true;
        for (Endpoint endpoint : known) {
            if (endpoint.protocol() == protocol) {
                none = false;
                InetAddress local = endpoint.local().getAddress();
                if (local instanceof Inet6Address ? v6 || local.isAnyLocalAddress() : !v6) {
                    return true;
                }
            }
        }
        return none;
    }

    /** Returns whether this machine has an IPv6 address that is good for the whole world and listens there; then that family is tried first (RFC 6724). */
    boolean prefersV6(Protocol protocol) {
        if (worldwide) {
            for (Endpoint endpoint : known) {
                InetAddress local = endpoint.local().getAddress();
                if (endpoint.protocol() == protocol && local instanceof Inet6Address && !local.isLoopbackAddress()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether a URI of a Route or Request-URI names this server, by address or by one of our domains. */
    public boolean isOwn(SipUri uri) {
        if (!uri.isSip()) {
            return false;
        }
        String host = uri.host();
        InetAddress literal = Literal.parse(host);
        int port = uri.port();
        if (literal != null) {
            return isOwn(null, literal, port >= 0 ? port : NextHop.defaultPort(uri));
        }
        for (Endpoint endpoint : known) {
            if (host.equalsIgnoreCase(endpoint.advertised()) && (port < 0 || isPort(endpoint, port))) {
                return true;
            }
        }
        Accounts domains = accounts.get();
        return domains != null && domains.domain(host) != null && (port < 0 || hasPort(port));
    }

    /** Returns whether one of our listeners is at this address; the protocol may be null for any. */
    boolean isOwn(Protocol protocol, InetAddress address, int port) {
        for (Endpoint endpoint : known) {
            if ((protocol == null || protocol == endpoint.protocol()) && isPort(endpoint, port) && isAt(endpoint, address)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the machine's addresses anew; they may change while we run. */
    public void refresh() {
        Set<InetAddress> found = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).forEach(address -> found.add(plain(address)));
        } catch (IOException e) {
            return; // the system would not say; what was known is the best guess
        }
        if (!found.equals(machine)) {
            machine = found;
            worldwide = found.stream().anyMatch(Endpoints::isWorldwide);
            towards.clear();
        }
    }

    // RFC 4193's are for a site
    private static boolean isWorldwide(InetAddress address) {
        return address instanceof Inet6Address && !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isSiteLocalAddress()
            && (address.getAddress()[0] & 0xfe) != 0xfc;
    }

    private boolean isAt(Endpoint endpoint, InetAddress address) {
        InetAddress local = endpoint.local().getAddress();
        if (local.isAnyLocalAddress() ? machine.contains(plain(address)) || address.isLoopbackAddress() : local.equals(address)) {
            return true;
        }
        return endpoint.advertised() != null && address.equals(Literal.parse(endpoint.advertised()));
    }

    // an address read from a message has no zone
    private static InetAddress plain(InetAddress address) {
        InetAddress plain = Literal.parse(Literal.plain(address));
        return plain == null ? address : plain;
    }

    private static boolean isPort(Endpoint endpoint, int port) {
        return port == endpoint.port() || port == endpoint.local().getPort();
    }

    private boolean hasPort(int port) {
        for (Endpoint endpoint : known) {
            if (isPort(endpoint, port)) {
                return true;
            }
        }
        return false;
    }

    /** Looks whether there are other listeners than before. To be called every tick: so long a change may go unnoticed. */
    public void tick() {
        List<Endpoint> now = flows.endpoints();
        if (!now.equals(known)) {
            known = now;
            written.clear();
            refresh();
        }
    }

    private Written written(Flow flow) {
        Endpoint endpoint = named(flow.endpoint());
        boolean advertises = endpoint != null && endpoint.advertised() != null;
        Place place = new Place(flow.endpoint(), advertises ? null : local(flow));
        Written text = written.get(place);
        if (text == null) {
            text = write(flow, endpoint, advertises ? bracketed(endpoint.advertised()) : Literal.inUri(place.local()));
            written.put(place, text);
        }
        return text;
    }

    private static Written write(Flow flow, Endpoint endpoint, String host) {
        int port = endpoint != null ? endpoint.port() : flow.local().getPort();
        String transport = flow.protocol().name();
        String sentBy = "SIP/2.0/" + transport + ' ' + host + ':' + port;
        return new Written(sentBy + ";branch=", sentBy + ";alias;branch=",
            '@' + host + ':' + port + ";transport=" + transport.toLowerCase(Locale.ROOT) + ";lr>");
    }

    private Endpoint named(String name) {
        for (Endpoint endpoint : known) {
            if (endpoint.name().equals(name)) {
                return endpoint;
            }
        }
        return null;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : '[' + host + ']';
    }

    private InetAddress local(Flow flow) {
        InetAddress local = flow.local().getAddress();
        return local.isAnyLocalAddress() ? towards.computeIfAbsent(flow.remote().getAddress(), Endpoints::towards) : local;
    }

    /** Asks the kernel which of our addresses a peer sees; nothing is sent. */
    private static InetAddress towards(InetAddress peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(peer, 9));
            return socket.getLocalAddress();
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
