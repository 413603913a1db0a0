package org.hotcut.sip.core;

import java.nio.ByteBuffer;
import java.util.List;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.core.route.Branches;
import org.hotcut.sip.core.transaction.ClientTransaction;
import org.hotcut.sip.core.transaction.InviteServerTransaction;
import org.hotcut.sip.core.transaction.ServerKey;
import org.hotcut.sip.core.transaction.ServerTransaction;
import org.hotcut.sip.message.MalformedMessageException;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Parser;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.sip.message.Via;

/** Messages that arrive on one loop, and to which transaction each belongs. */
final class Ingress {
    private static final long FLOOD_MILLIS = 1_000;

    private final CoreLoop loop;
    private final Ingress[] all;
    private long flooded = -FLOOD_MILLIS;

    /**
     * Sorts the messages of a loop.
     *
     * @param all those of all loops by number
     */
    Ingress(CoreLoop loop, Ingress[] all) {
        this.loop = loop;
        this.all = all;
    }

    void message(Flow flow, ByteBuffer bytes) {
        loop.wake();
        Message message;
        try {
            message = Parser.parse(bytes, loop.services.settings().message());
        } catch (MalformedMessageException e) {
            malformed(flow, e.response() ? null : e.request(), e.status(), e.getMessage());
            return;
        }
        loop.services.tracer.in(flow, message.bytes());
        if (message instanceof Request request) {
            request(flow, request);
        } else {
            response((Response) message);
        }
    }

    /** Takes what could not be framed, which {@code net} has put into the log: if its header section can be read, the sender learns what is wrong. */
    void unframed(Flow flow, ByteBuffer bytes, String reason) {
        loop.wake();
        Request request = null;
        try {
            request = Parser.parse(bytes, loop.services.settings().message()) instanceof Request whole && !whole.method().equals("ACK") ? whole : null;
        } catch (MalformedMessageException e) {
            request = e.response() ? null : e.request();
        }
        boolean isTooLong = request != null && isTooLong(request.header("Content-Length"));
        drop(flow, request, isTooLong ? 513 : 400, isTooLong ? null : reason);
    }

    // a transport stops at the length that is announced: it reads no more than it is to take
    private boolean isTooLong(String length) {
        if (length == null || length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return length.length() > 9 || Integer.parseInt(length) > loop.services.settings().message().maxMessage();
    }

    private void malformed(Flow flow, Request request, int status, String reason) {
        loop.services.bans.report(flow, Offence.GARBAGE, "no SIP message: " + reason);
        drop(flow, request, status, reason);
    }

    private void drop(Flow flow, Request request, int status, String reason) {
        loop.counters.drop(Drop.MALFORMED);
        if (request != null) {
            refuse(flow, request, status, reason, List.of());
        }
    }

    /** Answers without a transaction (RFC 3261 section 8.2.7). */
    private void refuse(Flow flow, Request request, int status, String reason, List<HeaderField> headers) {
        String tag = Branches.tag(loop.branches.next());
        loop.sender.request(loop.sender.back(flow, request.topVia()), Answers.write(request, flow, status, reason, tag, headers, null));
        loop.counters.answer(request.method(), status);
    }

    private void response(Response response) {
        Via via = response.topVia();
        String branch = via == null ? null : via.branch();
        int home = Branches.loop(branch);
        if (home == loop.number) {
            answered(branch, response);
        } else if (home >= 0 && home < all.length) {
            loop.services.loops.execute(home, () -> all[home].answered(branch, response));
        } else {
            loop.counters.drop(Drop.STRAY_RESPONSE);
        }
    }

    private void answered(String branch, Response response) {
        ClientTransaction transaction = loop.table.client(Branches.number(branch), response.method());
        if (transaction == null) {
            loop.counters.drop(Drop.STRAY_RESPONSE); // RFC 6026 section 7.3: not even a 2xx goes on
        } else {
            transaction.response(response);
        }
    }

    private void request(Flow flow, Request request) {
        String method = request.method();
        switch (method) {
            case "ACK" -> acknowledge(flow, request);
            case "CANCEL" -> cancel(flow, request, all.length);
            default -> {
                ServerKey key = Keying.key(request, method);
                if (!isAgain(flow, request, key)) {
                    fresh(flow, request, key);
                }
            }
        }
    }

    /** Answers what repeats a request we know. A client that has moved is answered where it is now; another address than before proves nothing, whatever branch it knows. */
    private boolean isAgain(Flow flow, Request request, ServerKey key) {
        ServerTransaction transaction = loop.table.server(key);
        if (transaction != null) {
            if (!transaction.flow().equals(flow) && isSameSource(transaction.flow(), flow) && transaction.flow().protocol() == flow.protocol()) {
                transaction.moved(flow, loop.sender.back(flow, request.topVia()));
            }
            loop.counters.retransmission();
            transaction.retransmitted();
            return true;
        }
        byte[] answer = loop.table.answer(key, flow);
        if (answer == null) {
            return false;
        }
        loop.counters.retransmission();
        if (answer.length > 0) {
            loop.sender.request(loop.sender.back(flow, request.topVia()), answer);
        }
        return true;
    }

    private void fresh(Flow flow, Request request, ServerKey key) {
        loop.counters.request(key.method());
        boolean maybeBegun = request.toTag() != null;
        if (!loop.room.has(request.size(), maybeBegun) || !maybeBegun && loop.services.overload.isOn()) {
            overload(flow, request, Drop.OVERLOAD);
            return;
        }
        if (request.maxForwards() == 0 && !request.method().equals("OPTIONS") && !request.method().equals("REGISTER")) {
            refuse(flow, request, 483, null, List.of());
            return;
        }
        OwnRoutes routes = OwnRoutes.take(request, loop.endpoints, loop.tokens);
        if ((routes.dialog() == null || request.method().equals("REGISTER")) && isBanned(flow)) {
            loop.counters.drop(Drop.BANNED);
            return;
        }
        if (maybeBegun && routes.dialog() == null && (loop.services.overload.isOn() || !loop.room.has(request.size(), false))) {
            overload(flow, request, Drop.OVERLOAD);
            return;
        }
        if (!request.uri().isSip() && routes.dialog() == null && routes.request().routeCount() == 0) {
            refuse(flow, request, 416, null, List.of()); // where a Route leads on it is not ours to understand
            return;
        }
        if (loop.loopHash.isLoop(routes.request())) {
            refuse(flow, request, 482, null, List.of());
            return;
        }
        int source = loop.sources.place(flow);
        if (!loop.sources.enter(source, loop.services.settings().sourceRequests())) {
            flooded(flow);
            overload(flow, request, Drop.SOURCE_LIMIT);
            return;
        }
        ServerTransaction transaction = loop.table.serve(key, flow, loop.sender.back(flow, request.topVia()));
        new Exchange(loop, transaction, routes.request(), dialog(routes, flow), source).begin();
    }

    /** {@code net} lets nobody in who is banned, but keeps connections that we opened: answers come by them. Whoever can make us open one must not guess by it. */
    private boolean isBanned(Flow flow) {
        return flow.protocol().isStream() && loop.services.bans.admit(flow.protocol(), flow.remote()) == Admission.REFUSED;
    }

    /** Told once a second at most: a busy PBX that sends too much for a moment is refused, only one that goes on for minutes is banned. */
    private void flooded(Flow flow) {
        long now = loop.wheel.now();
        if (now - flooded >= FLOOD_MILLIS) {
            flooded = now;
            loop.services.bans.report(flow, Offence.FLOOD, "more requests at once than a source may have");
        }
    }

    private void overload(Flow flow, Request request, Drop reason) {
        loop.counters.drop(reason);
        refuse(flow, request, 503, null, Answers.retryAfter());
    }

    private Dialog dialog(OwnRoutes routes, Flow flow) {
        if (routes.dialog() == null) {
            return null;
        }
        return new Dialog(routes.dialog(), flow, routes.dialog().target(loop.services.flows, loop.endpoints, loop.services.location()));
    }

    private void acknowledge(Flow flow, Request request) {
        loop.counters.request("ACK");
        ServerTransaction transaction = loop.table.server(Keying.key(request, "INVITE"));
        if (transaction instanceof InviteServerTransaction invite && invite.acknowledged()) {
            return;
        }
        OwnRoutes routes = OwnRoutes.take(request, loop.endpoints, loop.tokens);
        Dialog dialog = dialog(routes, flow);
        if (dialog == null || request.maxForwards() == 0) {
            loop.counters.drop(Drop.STRAY_ACK);
            return;
        }
        loop.forwarder.pass(flow, routes.request(), dialog);
    }

    /** The INVITE may be on another loop when the client has come back by another line. */
    private void cancel(Flow flow, Request request, int loopsLeft) {
        ServerKey key = Keying.key(request, "CANCEL");
        if (isAgain(flow, request, key)) {
            return;
        }
        ServerTransaction invite = loop.table.server(Keying.key(request, "INVITE"));
        if (invite == null || !isSameSource(invite.flow(), flow)) {
            cancelElsewhere(flow, request, loopsLeft - 1);
            return;
        }
        loop.counters.request("CANCEL");
        ServerTransaction transaction = loop.table.serve(key, flow, loop.sender.back(flow, request.topVia()));
        Exchange exchange = invite.owner() instanceof Exchange owner ? owner : null;
        // RFC 3261 section 9.2: the tag of what we answer to the INVITE
        String tag = exchange == null ? Branches.tag(loop.branches.next()) : exchange.tag();
        transaction.answer(200, Answers.write(request, flow, 200, null, tag, List.of(), null));
        loop.counters.answer("CANCEL", 200);
        if (exchange != null) {
            exchange.cancel();
        }
    }

    private void cancelElsewhere(Flow flow, Request request, int loopsLeft) {
        if (loopsLeft == 0) {
            loop.counters.request("CANCEL");
            refuse(flow, request, 481, null, List.of());
            return;
        }
        int next = (loop.number + 1) % all.length;
        loop.services.loops.execute(next, () -> all[next].cancel(flow, request, loopsLeft));
    }

    private static boolean isSameSource(Flow before, Flow now) {
        return before.equals(now) || before.remote().getAddress().equals(now.remote().getAddress());
    }
}
