package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /** Asked, on the loop, at once or later, for one line after the other until one was right. */
    public interface Taken {
        /** Sends by a line. Returns false when it would not take it, so that the next is tried. */
        boolean by(Flow line);

        /** There is no other way there. */
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
    private final Aliases aliases;
    private final Locator locator;

    /** Finds for the loop that turns this wheel. */
    public NextHop(Flows flows, Loops loops, int loop, Endpoints endpoints, TimerWheel wheel, DnsCache cache, Avoided avoided, Aliases aliases) {
        this.flows = flows;
        this.loops = loops;
        this.loop = loop;
        this.endpoints = endpoints;
        this.wheel = wheel;
        this.avoided = avoided;
        this.aliases = aliases;
        locator = new Locator(cache, endpoints, new Random());
    }

    /**
     * Finds the line for a URI, the first allowed one that can be opened and takes what is to be sent: for what nobody answers.
     *
     * @param speaker in whose name
     */
    public void find(SipUri uri, Predicate<Hop> allowed, Speaker speaker, Taken taken) {
        locate(uri, Security.OFFERED, new Located() {
            @Override
            public void hops(List<Hop> hops) {
                List<Hop> left = new ArrayList<>(hops);
                left.removeIf(allowed.negate());
                if (left.isEmpty()) {
                    taken.none(403, null);
                } else {
                    open(left, 0, speaker, taken);
                }
            }

            @Override
            public void none(int status, String reason) {
                taken.none(status, reason);
            }
        });
    }

    private void open(List<Hop> hops, int at, Speaker speaker, Taken taken) {
        open(hops.get(at), speaker, new Found() {
            @Override
            public void line(Flow flow) {
                if (!taken.by(flow)) {
                    none(503, "The connection to the next hop was lost");
                }
            }

            @Override
            public void none(int status, String reason) {
                if (at + 1 < hops.size()) {
                    open(hops, at + 1, speaker, taken);
                } else {
                    taken.none(status, reason);
                }
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

    /** Opens the line of a hop; by TLS, one that is open already and was proven to lead to whom it should (RFC 5923). */
    public void open(Hop hop, Speaker speaker, Found found) {
        if (hop.line() != null) {
            found.line(hop.line());
        } else if (hop.protocol() == Protocol.UDP) {
            tell(flows.udp(null, hop.address()), null, found);
        } else if (hop.protocol() == Protocol.TLS) {
            secure(hop, speaker, found);
        } else {
            connect(flows.connect(hop.protocol(), hop.address(), null), found);
        }
    }

    private void secure(Hop hop, Speaker speaker, Found found) {
        String name = speaker.peer() == null ? hop.name() : speaker.peer();
        Flow open = aliases.find(hop.address(), speaker.own(), name);
        if (open != null) {
            found.line(open);
            return;
        }
        CompletionStage<Flow> attempt = flows.connect(hop.protocol(), hop.address(), name, speaker.own());
        attempt.thenAccept(line -> aliases.add(hop.address(), speaker.own(), line));
        connect(attempt, found);
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
            Throwable reason = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
            found.none(reason.getCause() instanceof SSLException ? 502 : 503, phrase(reason.getMessage()));
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
