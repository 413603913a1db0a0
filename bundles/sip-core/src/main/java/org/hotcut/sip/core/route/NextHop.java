package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.core.transaction.TimerWheel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the ways to a URI (RFC 3261 section 16.6 step 7, RFC 3263) and opens one. For one loop. */
public final class NextHop {
    private static final Logger LOG = LoggerFactory.getLogger(NextHop.class);
    private static final long LIMIT_MILLIS = 3_000;
    private static final int LONGEST_PHRASE = 200;

    /** Told, on the loop, at once or later, exactly once. */
    public interface Found {
        /** Here it goes. */
        void line(Flow flow);

        /** There is no way there. */
        void none(int status, String reason);
    }

    /** Told, on the loop, at once or later, exactly once. */
    public interface Located {
        /** These are to be tried one after the other; at least one. */
        void hops(List<Hop> hops);

        /** There is no way there. */
        void none(int status, String reason);
    }

    private final Flows flows;
    private final Loops loops;
    private final int loop;
    private final Endpoints endpoints;
    private final TimerWheel wheel;
    private final Avoided avoided;
    private final Locator locator;

    /** Finds for the loop that turns this wheel. */
    public NextHop(Flows flows, Loops loops, int loop, Endpoints endpoints, TimerWheel wheel, DnsCache cache, Avoided avoided) {
        this.flows = flows;
        this.loops = loops;
        this.loop = loop;
        this.endpoints = endpoints;
        this.wheel = wheel;
        this.avoided = avoided;
        locator = new Locator(cache, endpoints, new Random());
    }

    /** Finds the line for a URI of our own, the first that can be opened. */
    public void find(SipUri uri, Found found) {
        find(uri, hop -> true, null, found);
    }

    /**
     * Finds the line for a URI, the first allowed one that can be opened: for what is not sent to another place when it is not answered.
     *
     * @param own see {@link #open}
     */
    public void find(SipUri uri, Predicate<Hop> allowed, String own, Found found) {
        locate(uri, Security.OFFERED, new Located() {
            @Override
            public void hops(List<Hop> hops) {
                List<Hop> left = new ArrayList<>(hops);
                left.removeIf(allowed.negate());
                if (left.isEmpty()) {
                    found.none(403, null);
                } else {
                    open(left, 0, own, found);
                }
            }

            @Override
            public void none(int status, String reason) {
                found.none(status, reason);
            }
        });
    }

    private void open(List<Hop> hops, int at, String own, Found found) {
        open(hops.get(at), own, at + 1 == hops.size() ? found : new Found() {
            @Override
            public void line(Flow flow) {
                found.line(flow);
            }

            @Override
            public void none(int status, String reason) {
                open(hops, at + 1, own, found);
            }
        });
    }

    /** Finds the ways to a URI. */
    public void locate(SipUri uri, Security security, Located located) {
        if (!uri.isSip()) {
            located.none(416, "Unsupported URI Scheme");
            return;
        }
        boolean secure = uri.scheme().equals("sips");
        String transport = uri.param("transport");
        Protocol protocol = transport == null ? null : secure ? Protocol.TLS : protocol(transport);
        if (transport != null && protocol == null) {
            located.none(503, "No such transport");
            return;
        }
        String maddr = uri.param("maddr");
        String host = maddr == null || maddr.isEmpty() ? uri.host() : maddr.toLowerCase(Locale.ROOT);
        InetAddress literal = Literal.parse(host);
        if (literal == null) {
            boolean required = security == Security.REQUIRED && !locator.isLocal(host);
            if (required && protocol != null && !protocol.isSecure()) {
                located.none(403, "Other domains are called over TLS only");
                return;
            }
            Locator.Place place = new Locator.Place(host, uri.port(), protocol, secure || required, uri.host());
            locate(place, security == Security.OFFERED ? locator.findOffered(place) : locator.find(place), located);
            return;
        }
        Protocol by = protocol != null ? protocol : secure ? Protocol.TLS : Protocol.UDP;
        int port = uri.port() >= 0 ? uri.port() : defaultPort(uri);
        tell(List.of(Hop.to(by, new InetSocketAddress(literal, port), uri.host())), located);
    }

    private void locate(Locator.Place place, CompletableFuture<List<Hop>> hops, Located located) {
        if (hops.isDone() && !hops.isCompletedExceptionally()) {
            tell(hops.join(), located);
            return;
        }
        Limit limit = new Limit(located);
        wheel.set(limit, LIMIT_MILLIS);
        hops.whenComplete((found, fault) -> {
            if (fault != null) {
                LOG.error("The way to {} could not be found", place, fault);
            }
            limit.end(found == null ? List.of() : found);
        });
    }

    /** Passes on those that may be used, those that have failed lately at the end. */
    private void tell(List<Hop> hops, Located located) {
        List<Hop> usable = hops;
        for (Hop hop : hops) {
            if (refused(hop) != 0) {
                usable = new ArrayList<>(usable);
                usable.remove(hop);
            }
        }
        if (!usable.isEmpty()) {
            located.hops(avoided.last(usable));
        } else if (hops.isEmpty()) {
            located.none(503, "Unknown host");
        } else if (refused(hops.get(0)) == 404) {
            located.none(404, "No host has that address");
        } else {
            located.none(482, "That is this server itself");
        }
    }

    private int refused(Hop hop) {
        InetAddress address = hop.address().getAddress();
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || hop.address().getPort() == 0) {
            return 404; // the kernel takes the first for this machine; nothing is ever at port 0
        }
        return endpoints.isOwn(hop.protocol(), address, hop.address().getPort()) ? 482 : 0;
    }

    /** Returns the port a URI means when it has none (RFC 3261 section 19.1.2). */
    static int defaultPort(SipUri uri) {
        String transport = uri.param("transport");
        return uri.scheme().equals("sips") || transport != null && protocol(transport) == Protocol.TLS ? 5061 : 5060;
    }

    /** Returns null for transports that nobody can be called by: a WebSocket is opened by the client only. */
    private static Protocol protocol(String transport) {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "tls" -> Protocol.TLS;
            default -> null;
        };
    }

    /** Returns whether what is too long for UDP may go to a hop by TCP: we listen there, and it has not failed lately. */
    public boolean mayGoByTcp(Hop hop) {
        return hop.protocol() == Protocol.UDP && !hop.anySize() && endpoints.listens(Protocol.TCP) && !avoided.contains(hop.byTcp());
    }

    /**
     * Opens the line of a hop.
     *
     * @param own the name of ours that we speak for, for TLS to show its certificate; null for nobody's
     */
    public void open(Hop hop, String own, Found found) {
        if (hop.line() != null) {
            found.line(hop.line());
        } else if (hop.protocol() == Protocol.UDP) {
            tell(flows.udp(null, hop.address()), null, found);
        } else {
            boolean secure = hop.protocol() == Protocol.TLS;
            connect(flows.connect(hop.protocol(), hop.address(), secure ? hop.name() : null, secure ? own : null), found);
        }
    }

    private void connect(CompletionStage<Flow> attempt, Found found) {
        CompletableFuture<Flow> connection = attempt.toCompletableFuture();
        if (connection.isDone() && !connection.isCompletedExceptionally()) {
            found.line(connection.join());
            return;
        }
        connection.whenComplete((flow, fault) -> loops.execute(loop, () -> tell(flow, fault, found)));
    }

    private static void tell(Flow flow, Throwable fault, Found found) {
        if (flow != null) {
            found.line(flow);
        } else if (fault == null) {
            found.none(503, "No connection to the next hop");
        } else {
            // who is not whom we dialled is a fault of his, not one that passes
            found.none(fault.getCause() instanceof SSLException ? 502 : 503, phrase(fault.getMessage()));
        }
    }

    // a peer's certificate has a say in it
    private static String phrase(String reason) {
        return reason == null ? null : reason.substring(0, Math.min(LONGEST_PHRASE, reason.length())).replaceAll("[^ -~]", "?");
    }

    /** Tells once, in time. */
    private final class Limit extends Timer {
        private Located located;

        Limit(Located located) {
            this.located = located;
        }

        void end(List<Hop> hops) {
            wheel.cancel(this);
            Located told = located;
            located = null;
            if (told != null) {
                tell(hops, told);
            }
        }

        @Override
        protected void fire() {
            end(List.of());
        }
    }
}
