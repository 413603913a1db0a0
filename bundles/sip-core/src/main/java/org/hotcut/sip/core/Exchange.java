package org.hotcut.sip.core;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.SipStatus;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.Branches;
import org.hotcut.sip.core.transaction.ServerTransaction;
import org.hotcut.sip.message.Request;

/**
 * A request that came and how it is answered: what its handlers are asked stands in its {@link Agenda}, what it was sent on to in its {@link ResponseContext}.
 * Belongs to the loop of its server transaction. Once it is answered only what a later 2xx needs stays.
 */
final class Exchange {
    Exchange older;
    Exchange newer;

    private final CoreLoop loop;
    private final Upstream upstream;
    private final long number;
    private final int source;
    private final int bytes;
    private final long begun;
    private Agenda agenda;
    private Request arrived;
    private Request request;
    private Identity identity;
    private Dialog dialog;
    private int forwarder;
    private ResponseContext context;
    private boolean over;

    Exchange(CoreLoop loop, ServerTransaction server, Request request, Dialog dialog, int source) {
        this.loop = loop;
        upstream = new Upstream(server, this, loop.sender);
        arrived = request;
        this.request = request;
        this.dialog = dialog;
        this.source = source;
        number = loop.branches.next();
        bytes = request.size();
        begun = loop.wheel.now();
        agenda = new Agenda(this, loop.services.links.chain());
    }

    /** Asks the first of the chain. */
    void begin() {
        loop.pendingBytes += bytes;
        loop.exchanges.add(this);
        agenda.ask(Dispatch.Kind.REQUEST, 0, null);
    }

    /** Asks the link after the one that decided. */
    void askNext(Dispatch after, Request edited, Identity proven) {
        request = edited == null ? request : edited;
        if (proven != null) {
            identity = proven;
            loop.services.aliases.learn(proven, upstream.flow(), request);
        }
        agenda.ask(Dispatch.Kind.REQUEST, after.place() + 1, null);
    }

    /** Sends the request on, on behalf of a handler. */
    void forward(Dispatch by, Request edited, List<Target> targets, boolean recordRoute) {
        request = edited == null ? request : edited;
        forwarder = by.place();
        trying();
        context = context == null ? new ResponseContext(this, arrived) : context;
        if (context.isCancelled()) {
            return; // the caller has hung up: nobody else is called
        }
        boolean recorded = recordRoute && dialog == null && RecordRoutes.suit(request.method());
        context.forward(targets, recorded ? new RecordRoutes(loop, request, upstream.flow(), upstream.back(), identity) : null);
    }

    /** The answer takes its time. */
    void trying() {
        if (!over) {
            upstream.trying(request);
        }
    }

    /** All branches have failed; unless the caller has hung up, whoever forwarded may do something about it. */
    void allFailed(boolean cancelled) {
        if (over) {
            return;
        }
        if (cancelled) {
            respond();
        } else {
            agenda.ask(Dispatch.Kind.FAILED, forwarder, null);
        }
    }

    /** The caller has hung up: what is parked or inside a handler is forgotten, what rings is cancelled. */
    void cancel() {
        if (over || context != null && context.cancel()) {
            return;
        }
        reply(487, null);
    }

    /** Passes a provisional response on. */
    void relay(byte[] response) {
        if (!over) {
            upstream.provisional(response);
        }
    }

    /** Answers with the best response there is (RFC 3261 section 16.7 step 6). */
    void respond() {
        Best best = context.best();
        if (best.status() == 503) {
            reply(500, best.response() == null ? best.reason() : null); // one callee's trouble is not this server's
        } else if (best.response() == null) {
            reply(best.status(), best.reason());
        } else {
            answer(best.status(), best.forwarded());
        }
    }

    void reply(int status, String reason) {
        reply(new Decision.Reply(status, reason, List.of(), null));
    }

    /** Answers with a response of our own. */
    void reply(Decision.Reply reply) {
        if (over) {
            return;
        }
        String tag = reply.status() == 100 ? null : tag();
        byte[] response = Answers.write(request, upstream.flow(), reply.status(), reply.reason(), tag, reply.headers(), reply.body());
        if (reply.status() < 200) {
            relay(response);
        } else {
            answer(reply.status(), response);
        }
    }

    /** Sends a final response; after one, only a 2xx still passes. */
    void answer(int status, byte[] response) {
        upstream.answer(status, response);
        if (!over) {
            loop.counters.answer(upstream.method(), status);
            end(status);
        }
    }

    private void end(int status) {
        over = true;
        loop.pendingBytes -= bytes;
        loop.exchanges.remove(this);
        loop.sources.leave(source);
        agenda.end();
        if (context != null) {
            if (status < 300) {
                context.accepted(request);
            } else {
                context.cancelBranches();
            }
            context.forget();
        }
        upstream.end();
        agenda = null;
        arrived = null;
        request = null;
        identity = null;
        dialog = null;
    }

    /** Returns whether something will still bring it on: a branch, a timer, or a handler that is asked. */
    boolean isUnderWay() {
        return context != null && context.hasOpen() || agenda.hasTimers() || !agenda.isEmpty();
    }

    /** Returns whether a handler waits for a time to come, and may forward then. */
    boolean hasTimers() {
        return agenda.hasTimers();
    }

    boolean isOver() {
        return over;
    }

    /** Returns whether there is a response to answer with. */
    boolean hasBest() {
        return context != null && context.best() != null && context.best().status() != 0;
    }

    CoreLoop loop() {
        return loop;
    }

    String id() {
        return Branches.tag(number);
    }

    /** Returns the tag of our own answers. */
    String tag() {
        return Branches.tag(~number);
    }

    Request request() {
        return request;
    }

    Flow flow() {
        return upstream.flow();
    }

    Identity identity() {
        return identity;
    }

    Dialog dialog() {
        return dialog;
    }

    /** Returns the best response so far to a request that a handler is asked about; it may ask on another thread. */
    SipResponse best(Request asked) {
        Best best = context == null ? null : context.best();
        return best == null || best.status() == 0 ? null : best.shown(asked, upstream.flow());
    }

    List<Target> tried() {
        return context == null ? List.of() : context.tried();
    }

    /** Returns the name of a handler. */
    String handler(int place) {
        return agenda.name(place);
    }

    /** Returns the name of the handler that forwarded last. */
    String forwarder() {
        return handler(forwarder);
    }

    SipStatus.Exchange row() {
        String absent = agenda.parkedFor();
        String state = absent != null ? "Parked " + absent : upstream.state();
        return new SipStatus.Exchange(id(), request.method(), state, request.from().uri().text(), request.uri().text(), upstream.flow().toString(),
            context == null ? 0 : context.size(), loop.wheel.now() - begun);
    }
}
