package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.Literal;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.Security;
import org.hotcut.sip.core.route.Speaker;
import org.hotcut.sip.message.AddressParser;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.RequestWriter;
import org.hotcut.sip.message.UriParser;
import org.hotcut.sip.message.Via;

/** Makes of a request and a target what goes out (RFC 3261 section 16.6) and finds the line for it. */
final class Forwarder {
    private static final int MAX_FORWARDS = 70;

    private final CoreLoop loop;
    private final RequestWriter writer;

    /**
     * What tells the copies of a request apart.
     *
     * @param branch  of our Via
     * @param breadth Max-Breadth (RFC 5393 section 5.3.3)
     */
    record Marks(String branch, int breadth) { }

    Forwarder(CoreLoop loop, RequestWriter writer) {
        this.loop = loop;
        this.writer = writer;
    }

    /**
     * Finds the ways to a target.
     *
     * @param dialog  that the request is part of, or null
     * @param trusted whether its sender may choose a transport
     * @throws IllegalArgumentException when the target's URI or route is none
     */
    void locate(Request request, Dialog dialog, Target target, boolean trusted, NextHop.Located located) {
        Flow flow = target.flow();
        if (flow != null && loop.services.flows.isOpen(flow)) {
            located.hops(List.of(Hop.of(flow)));
        } else if (target.strict()) {
            located.none(430, "Flow Failed"); // RFC 5626 section 5.3
        } else {
            SipUri next = next(request, target);
            boolean chosen = target.uri() != null || !target.route().isEmpty();
            Security security = chosen ? Security.ANY : dialog != null ? Security.OFFERED : elsewhere(next, trusted);
            loop.nextHop.locate(next, security, dialog == null || chosen ? located : new Leash(dialog, next.host(), located));
        }
    }

    /** A sender wants to be sent to another domain. */
    private Security elsewhere(SipUri next, boolean trusted) {
        boolean knowsHow = trusted && next.param("transport") != null;
        return knowsHow ? Security.ANY : loop.services.routing().foreignPlain() ? Security.OFFERED : Security.REQUIRED;
    }

    /** Returns in whose name a request goes on, and to whom. */
    static Speaker speaker(Request request, Dialog dialog) {
        String own = host(request.from());
        String peer = dialog == null ? null : host(request.to());
        return new Speaker(own, peer != null && dialog.leadsTo(peer) ? peer : null);
    }

    private static String host(NameAddr address) {
        return address.uri().isSip() ? address.uri().host() : null;
    }

    /** Forwards an ACK to a 2xx without a transaction (RFC 3261 section 16.11): by the first line that takes it, for nobody answers it. */
    void pass(Flow from, Request arrived, Dialog dialog) {
        // no handler sees it, and an ACK asserts nothing (RFC 3325 section 9.1)
        Request ack = Assertions.removed(arrived);
        Target target = dialog.target();
        NextHop.Taken taken = new NextHop.Taken() {
            @Override
            public boolean by(Flow line) {
                return send(ack, from, target, line);
            }

            @Override
            public void none(int status, String reason) {
                loop.counters.drop(Drop.STRAY_ACK);
            }
        };
        Flow flow = target.flow();
        if (flow != null && loop.services.flows.isOpen(flow) && taken.by(flow)) {
            return;
        }
        if (target.strict()) {
            taken.none(430, "Flow Failed");
        } else {
            SipUri next = next(ack, target);
            loop.nextHop.find(next, hop -> dialog.allows(true, next.host(), hop.address().getAddress()), speaker(ack, dialog), taken);
        }
    }

    private boolean send(Request ack, Flow from, Target target, Flow line) {
        int breadth = Math.min(ack.maxBreadth() < 0 ? Integer.MAX_VALUE : ack.maxBreadth(), loop.services.settings().maxBreadth());
        Marks marks = new Marks(loop.branches.text(loop.branches.next(), loop.loopHash.of(ack)), breadth);
        return loop.sender.request(line, write(ack, from, target, line, marks, null, null));
    }

    private static SipUri next(Request request, Target target) {
        NameAddr route = firstRoute(request, target);
        if (route != null) {
            return route.uri();
        }
        return target.uri() == null ? request.uri() : UriParser.parse(target.uri());
    }

    private static NameAddr firstRoute(Request request, Target target) {
        return target.route().isEmpty() ? request.route(0) : AddressParser.parse(target.route().get(0));
    }

    /**
     * Writes the request for a line.
     *
     * @param from   the line it came by
     * @param marks  what is new in every copy
     * @param outer  Record-Route value on top, null for none
     * @param inner  Record-Route value below it, null for none
     */
    byte[] write(Request request, Flow from, Target target, Flow line, Marks marks, String outer, String inner) {
        Via via = request.topVia();
        int hops = request.maxForwards();
        writer.start(request)
            .uri(requestUri(target.uri()))
            .maxForwards(hops < 0 ? MAX_FORWARDS : Math.max(0, hops - 1))
            .maxBreadth(marks.breadth)
            .received(Literal.plain(from.remote().getAddress()), via.hasRport() ? from.remote().getPort() : -1)
            .via(loop.endpoints.via(line).concat(marks.branch))
            .routes(target.route())
            .recordRoutes(outer, inner);
        NameAddr route = firstRoute(request, target);
        if (route != null && route.uri().isSip() && route.uri().param("lr") == null) {
            strict(request, target);
        }
        return writer.finish();
    }

    // a client may have registered a Contact with header fields in it
    private static String requestUri(String uri) {
        return uri == null || uri.indexOf('?') < 0 ? uri : UriParser.parse(uri).asRequestUri();
    }

    /** The next hop is a strict router: it wants itself in the Request-URI and what was there at the end of the Route (section 16.6 step 6). */
    private void strict(Request request, Target target) {
        List<String> routes = new ArrayList<>(target.route());
        for (NameAddr route : request.addresses("Route")) {
            routes.add(route.text());
        }
        String next = AddressParser.parse(routes.remove(0)).uri().text();
        routes.add('<' + (target.uri() == null ? request.uri().text() : requestUri(target.uri())) + '>');
        writer.uri(next).popRoutes(request.routeCount()).routes(routes);
    }
}
