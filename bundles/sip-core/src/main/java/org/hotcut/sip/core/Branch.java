package org.hotcut.sip.core;

import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.RouteSettings;
import org.hotcut.sip.core.route.Speaker;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;

/**
 * One target an exchange's request was sent to: its hops are tried one after the other, each in a client transaction of its own, until one answers
 * (RFC 3263 section 4.3). The timer is Timer C, and once a CANCEL was sent the time the callee has to answer the INVITE.
 */
final class Branch extends Timer implements NextHop.Located {
    /** RFC 3261 section 9.1: 64*T1 after the CANCEL the INVITE counts as answered. */
    static final long CANCELLED_MILLIS = 32_000;
    /** How long a connection may take that is tried only because the request is long. */
    private static final long INSTEAD_OF_UDP_MILLIS = 2_000;

    private final ResponseContext context;
    private final Target target;
    private Request request;
    private RecordRoutes path;
    private Ways ways;
    private Attempt attempt;
    private boolean cancelWanted;
    private boolean over;

    /**
     * Begins without a hop.
     *
     * @param request as its handler forwarded it; a later one may edit it for others
     * @param path    null when we stay out of the path
     */
    Branch(ResponseContext context, Target target, Request request, RecordRoutes path) {
        this.context = context;
        this.target = target;
        this.request = request;
        this.path = path;
    }

    Target target() {
        return target;
    }

    String method() {
        return context.method();
    }

    /** Returns in whose name the request goes to another server. */
    Speaker speaker() {
        return Forwarder.speaker(request, context.dialog());
    }

    boolean isOver() {
        return over;
    }

    void start() {
        try {
            context.loop().forwarder.locate(request, context.dialog(), target, context.isTrusted(), this);
        } catch (IllegalArgumentException e) {
            context.isBroken(target, e);
            fail(500, null);
        }
    }

    @Override
    public void none(int status, String reason) {
        fail(status, reason);
    }

    @Override
    public void hops(List<Hop> found) {
        if (!over) {
            ways = new Ways(found);
            next();
        }
    }

    private void next() {
        Hop hop = ways.next();
        attempt = new Attempt(this, context.loop(), hop);
        attempt.start(ways.isNextUdpOf(hop) ? INSTEAD_OF_UDP_MILLIS : limit());
    }

    private long limit() {
        return ways.hasNext() ? routing().hopTimeout() : 0;
    }

    /** The line of the present attempt is open. */
    void line(Attempt from, Flow line) {
        if (over) {
            from.abandon();
            return;
        }
        long number = context.loop().branches.next();
        byte[] written;
        try {
            written = context.write(request, target, path, from.hop(), line, number);
        } catch (IllegalArgumentException e) {
            context.isBroken(target, e);
            from.abandon();
            fail(500, null);
            return;
        }
        Hop hop = from.hop();
        if (written.length > routing().udpMost() && !isRegisteredHere() && context.loop().nextHop.mayGoByTcp(hop)) {
            from.abandon();
            ways.byTcpFirst(hop);
            next();
            return;
        }
        if (ways.isNextUdpOf(hop)) {
            ways.next(); // there is a connection: what is not answered by it would not be by UDP either
        }
        if (context.isInvite()) {
            set(context.timerC());
        }
        from.send(line, number, written, limit());
    }

    /** Who registered by UDP is called by it: few telephones listen for TCP besides. Not so behind a proxy, which is the next hop then. */
    private boolean isRegisteredHere() {
        return target.binding() != 0 && target.route().isEmpty() && request.routeCount() == 0;
    }

    void response(Attempt from, Response arrived) {
        Response response = Assertions.believed(arrived, context.isTrusted(), from);
        int status = response.status();
        context.loop().services.avoided.remove(from.hop());
        if (status < 200) {
            provisional(from, response);
        } else if (response.viaCount() < 2) {
            fail(502, "Response without the Via of the request");
        } else if (status < 300) {
            accepted(from, response);
        } else if (status == 503 && from.hop().isFound() && isMore(from, "answers 503")) {
            from.abandon();
            next();
        } else if (!over) {
            end();
            context.failure(response);
        }
    }

    private void accepted(Attempt from, Response response) {
        boolean first = !over;
        end();
        if (from != attempt) {
            attempt.leave();
        }
        context.success(response, first);
    }

    private void provisional(Attempt from, Response response) {
        if (over) {
            return;
        }
        if (response.status() > 100 && context.isInvite()) {
            if (!from.isCancelled()) {
                set(context.timerC());
            }
            if (response.viaCount() > 1) {
                context.provisional(response);
            }
        }
        if (cancelWanted) {
            cancel();
        } else if (context.isLeftToCaller()) {
            from.lessen();
        }
    }

    /** A hop could not be reached or was silent. */
    void failed(Attempt from, int status, String reason) {
        if (over) {
            return;
        }
        // who says nothing to a request that is no INVITE has perhaps only to wait for somebody slow: that is not held against it (RFC 4321 section 1.3)
        boolean innocent = status == 408 && !context.isInvite();
        boolean more = innocent ? isMore(from) : isMore(from, status == 408 ? "is silent" : "cannot be reached");
        from.leave();
        if (more) {
            next();
        } else if (status == 503) {
            fail(target.strict() ? 430 : 503, reason); // whoever insisted on this line is told that it is gone (RFC 5626 section 5.3)
        } else {
            fail(status == 408 && context.isCancelled() ? 487 : status, reason);
        }
    }

    /** Returns whether another hop may be tried; the one that has failed is avoided for a while if there is another. */
    private boolean isMore(Attempt from, String reason) {
        if (isMore(from)) {
            context.loop().services.avoid(from.hop(), reason);
            return true;
        }
        return false;
    }

    private boolean isMore(Attempt from) {
        return !over && from == attempt && !cancelWanted && !context.isCancelled() && !context.isLeftToCaller() && ways.hasNext();
    }

    /** Ends it if it rings, and else when it does. */
    void cancel() {
        if (over) {
            return;
        }
        cancelWanted = true;
        if (giveUpUnlessSent()) {
            return;
        }
        stay();
        boolean before = attempt.isCancelled();
        attempt.cancel();
        if (attempt.isCancelled() && !before) {
            set(CANCELLED_MILLIS);
        }
    }

    /** Leaves it to the caller to end it, unless the callee has heard nothing of it. */
    void leave() {
        if (!over && !giveUpUnlessSent()) {
            stay();
            attempt.lessen();
        }
    }

    /** No other hop is tried from now on, so the request as it came is not needed. */
    private void stay() {
        request = null;
        path = null;
        ways = null;
    }

    /** Ends it if the callee has heard nothing of it. Returns false when he may have. */
    private boolean giveUpUnlessSent() {
        if (attempt != null && attempt.isSent()) {
            return false;
        }
        if (attempt != null) {
            attempt.abandon();
        }
        fail(487, null);
        return true;
    }

    @Override
    protected void fire() {
        if (attempt.isProvisional() && !attempt.isCancelled()) {
            cancel(); // RFC 3261 section 16.8
        } else {
            attempt.abandon();
            fail(context.isCancelled() ? 487 : 408, null);
        }
    }

    private void fail(int status, String reason) {
        if (!over) {
            end();
            context.failure(status, reason);
        }
    }

    private void end() {
        over = true;
        context.loop().wheel.cancel(this);
        stay(); // one that was accepted is there for as long as further 2xx may come (Timers L and M)
    }

    private void set(long millis) {
        context.loop().wheel.set(this, millis);
    }

    private RouteSettings routing() {
        return context.loop().services.routing();
    }
}
