package org.hotcut.sip.core;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.message.MalformedMessageException;
import org.hotcut.sip.message.Parser;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries decisions out. */
final class Decider {
    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

    private Decider() { }

    static void apply(Exchange exchange, Dispatch dispatch, Decision decision) {
        if (decision instanceof Decision.Next next) {
            exchange.askNext(dispatch, atTheBorder(exchange, next.request()), next.identity());
        } else if (decision instanceof Decision.Reply reply) {
            reply(exchange, dispatch, reply);
        } else if (decision instanceof Decision.Forward forward) {
            forward(exchange, dispatch, forward);
        } else if (decision instanceof Decision.Respond) {
            respond(exchange, dispatch);
        } else if (decision instanceof Decision.Pending) {
            pending(exchange, dispatch);
        } else {
            broken(exchange, dispatch, "decided nothing");
        }
    }

    private static void reply(Exchange exchange, Dispatch dispatch, Decision.Reply reply) {
        if (reply.status() < 100 || reply.status() > 699) {
            broken(exchange, dispatch, "replied " + reply.status());
            return;
        }
        exchange.reply(reply);
        if (reply.status() < 200) {
            pending(exchange, dispatch);
        }
    }

    private static void forward(Exchange exchange, Dispatch dispatch, Decision.Forward forward) {
        if (forward.targets().isEmpty()) {
            broken(exchange, dispatch, "forwarded to no target");
            return;
        }
        Request edited = atTheBorder(exchange, forward.request());
        if ((edited == null ? exchange.request() : edited).maxForwards() == 0) {
            exchange.reply(483, null);
            return;
        }
        exchange.forward(dispatch, edited, forward.targets(), forward.recordRoute());
    }

    private static void respond(Exchange exchange, Dispatch dispatch) {
        if (exchange.hasBest()) {
            exchange.respond();
        } else {
            broken(exchange, dispatch, "answers with the best response, but there is none");
        }
    }

    private static void pending(Exchange exchange, Dispatch dispatch) {
        if (!exchange.isUnderWay()) {
            broken(exchange, dispatch, "waits, but for nothing: it has neither a branch nor a timer");
            return;
        }
        exchange.trying();
    }

    /** What a handler hands back may be a class of its own: only bytes go on (contract, clause 8). And it must be the request it was asked about. */
    private static Request atTheBorder(Exchange exchange, SipRequest request) {
        if (request == null) {
            return null;
        }
        Request edited = request instanceof Request known ? known : read(request);
        Request asked = exchange.request();
        Via via = edited.topVia();
        if (!edited.method().equals(asked.method()) || !edited.callId().equals(asked.callId()) || edited.cseq() != asked.cseq()
            || !Objects.equals(edited.fromTag(), asked.fromTag()) || !Objects.equals(edited.toTag(), asked.toTag())
            || !Objects.equals(via.branch(), asked.topVia().branch()) || edited.viaCount() != asked.viaCount()) {
            throw new IllegalArgumentException("It handed back another request than it was asked about");
        }
        return edited;
    }

    private static Request read(SipRequest request) {
        try {
            if (Parser.parse(request.encode()) instanceof Request read) {
                return read;
            }
            throw new IllegalArgumentException("It handed back a response as the request");
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("It handed back a request that is none: " + e.getMessage(), e);
        }
    }

    static void handlerFailed(Exchange exchange, Dispatch dispatch, Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        exchange.loop().counters.drop(Drop.HANDLER_FAILED);
        if (cause instanceof RejectedExecutionException) {
            exchange.reply(503, null);
            return;
        }
        LOG.error("{} failed at a {}: {}{}", exchange.handler(dispatch.place()), exchange.request().method(), cause, where(cause));
        LOG.debug("in full", cause);
        exchange.reply(500, null);
    }

    private static String where(Throwable cause) {
        return cause.getStackTrace().length == 0 ? "" : ", " + cause.getStackTrace()[0];
    }

    static void nobodyDecided(Exchange exchange) {
        LOG.error("The chain ends without a decision about {} {}: its last handler must decide", exchange.request().method(), exchange.request().uri().text());
        exchange.reply(500, null);
    }

    private static void broken(Exchange exchange, Dispatch dispatch, String what) {
        LOG.error("{} {} about a {}", exchange.handler(dispatch.place()), what, exchange.request().method());
        exchange.loop().counters.drop(Drop.HANDLER_FAILED);
        exchange.reply(500, null);
    }
}
