package org.hotcut.sip.core;

import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.core.transaction.InviteServerTransaction;
import org.hotcut.sip.core.transaction.NonInviteServerTransaction;
import org.hotcut.sip.core.transaction.Outbound;
import org.hotcut.sip.core.transaction.ServerTransaction;
import org.hotcut.sip.message.Request;

/** The side of an exchange that its request came from. */
final class Upstream {
    private final ServerTransaction server;
    private final Outbound out;
    private boolean tried;

    Upstream(ServerTransaction server, Exchange exchange, Outbound out) {
        this.server = server;
        this.out = out;
        server.owner(exchange);
    }

    /** The answer takes its time: an INVITE gets its 100 now, others when RFC 4320 allows it. */
    void trying(Request request) {
        if (tried) {
            return;
        }
        tried = true;
        if (server instanceof NonInviteServerTransaction slow) {
            slow.slow(() -> hundred(request));
        } else {
            server.provisional(hundred(request));
        }
    }

    private byte[] hundred(Request request) {
        return Answers.write(request, server.flow(), 100, null, null, List.of(), null);
    }

    void provisional(byte[] response) {
        server.provisional(response);
    }

    /** Sends a final response. Nothing but an INVITE is answered 408: it would come too late (RFC 4320 section 4.2). */
    void answer(int status, byte[] response) {
        if (status == 408 && server instanceof NonInviteServerTransaction) {
            server.abandon();
        } else if (status < 300 && server instanceof InviteServerTransaction invite && invite.isOver()) {
            out.response(server, response); // RFC 3261 section 16.7 step 10: of a callee whom the caller did not want cancelled
        } else {
            server.answer(status, response);
        }
    }

    /** A CANCEL finds nobody any more. */
    void end() {
        server.owner(null);
    }

    Flow flow() {
        return server.flow();
    }

    /** Returns the line responses take. */
    Flow back() {
        return server.back();
    }

    String method() {
        return server.key().method();
    }

    /** Returns the state's name in the RFC's figure. */
    String state() {
        return server instanceof InviteServerTransaction || tried ? "Proceeding" : server.state();
    }
}
