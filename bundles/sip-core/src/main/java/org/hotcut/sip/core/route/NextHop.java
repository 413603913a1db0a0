package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.SipUri;

/** Finds the line for a URI (RFC 3261 section 16.6 step 7). A name gives its addresses only, not yet what RFC 3263 finds by NAPTR and SRV. */
public final class NextHop {
    /** Told, on the loop, at once or later, exactly once. */
    public interface Found {
        /** Here it goes. */
        void line(Flow flow);

        /** There is no way there. */
        void none(int status, String reason);
    }

    private final Flows flows;
    private final Loops loops;
    private final int loop;
    private final Endpoints endpoints;
    private final HostResolver resolver;

    /** Finds for one loop. */
    public NextHop(Flows flows, Loops loops, int loop, Endpoints endpoints, HostResolver resolver) {
        this.flows = flows;
        this.loops = loops;
        this.loop = loop;
        this.endpoints = endpoints;
        this.resolver = resolver;
    }

    /** Finds the line for a URI. */
    public void find(SipUri uri, Found found) {
        if (!uri.isSip()) {
            found.none(416, "Unsupported URI Scheme");
            return;
        }
        Protocol protocol = protocol(uri);
        if (protocol == null) {
            found.none(503, "No such transport");
            return;
        }
        int port = uri.port() >= 0 ? uri.port() : defaultPort(uri);
        String maddr = uri.param("maddr");
        String host = maddr == null || maddr.isEmpty() ? uri.host() : maddr;
        InetAddress literal = Literal.parse(host);
        if (literal != null) {
            open(protocol, new InetSocketAddress(literal, port), uri.host(), found);
            return;
        }
        resolver.find(host, addresses -> {
            if (addresses.length == 0) {
                found.none(503, "Unknown host");
            } else {
                open(protocol, new InetSocketAddress(addresses[0], port), uri.host(), found);
            }
        });
    }

    /** Returns the port a URI means when it has none (RFC 3261 section 19.1.2). */
    static int defaultPort(SipUri uri) {
        return protocol(uri) == Protocol.TLS ? 5061 : 5060;
    }

    /** Returns null for transports that nobody can be called by: a WebSocket is opened by the client only. */
    private static Protocol protocol(SipUri uri) {
        if (uri.scheme().equals("sips")) {
            return Protocol.TLS;
        }
        String transport = uri.param("transport");
        if (transport == null) {
            return Protocol.UDP;
        }
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "tls" -> Protocol.TLS;
            default -> null;
        };
    }

    private void open(Protocol protocol, InetSocketAddress remote, String name, Found found) {
        if (remote.getAddress().isAnyLocalAddress() || remote.getAddress().isMulticastAddress()) {
            found.none(404, "No host has that address"); // the kernel takes the first for this machine
            return;
        }
        if (endpoints.isOwn(protocol, remote.getAddress(), remote.getPort())) {
            found.none(482, "That is this server itself");
            return;
        }
        if (protocol == Protocol.UDP) {
            tell(flows.udp(null, remote), found);
            return;
        }
        connect(flows.connect(protocol, remote, protocol == Protocol.TLS ? name : null), found);
    }

    private void connect(CompletionStage<Flow> attempt, Found found) {
        Flow open = attempt.toCompletableFuture().isDone() && !attempt.toCompletableFuture().isCompletedExceptionally()
            ? attempt.toCompletableFuture().join() : null;
        if (open != null) {
            found.line(open);
            return;
        }
        attempt.whenComplete((flow, fault) -> loops.execute(loop, () -> tell(flow, found)));
    }

    private static void tell(Flow flow, Found found) {
        if (flow == null) {
            found.none(503, "No connection to the next hop");
        } else {
            found.line(flow);
        }
    }
}
