package org.hotcut.sip.core;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.Speaker;
import org.hotcut.sip.core.transaction.ClientTransaction;
import org.hotcut.sip.core.transaction.ClientUser;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.message.Requests;
import org.hotcut.sip.message.Response;

/**
 * One hop of a branch that is tried. The timer limits how long it may be silent while there are others. Once another is tried in its place it is
 * left: then only a 2xx of it counts, and if it rings after all it is cancelled.
 */
final class Attempt extends Timer implements ClientUser, NextHop.Found {
    private final Branch branch;
    private final CoreLoop loop;
    private final Hop hop;
    private ClientTransaction client;
    private boolean trusted;
    private boolean provisional;
    private boolean cancelSent;
    private boolean left;

    Attempt(Branch branch, CoreLoop loop, Hop hop) {
        this.branch = branch;
        this.loop = loop;
        this.hop = hop;
    }

    Hop hop() {
        return hop;
    }

    /** Opens the line, within so many milliseconds; 0 for what that may take at most. */
    void start(long limit) {
        limit(limit);
        loop.nextHop.open(hop, hop.protocol() == Protocol.TLS && hop.isFound() ? branch.speaker() : Speaker.NOBODY, this);
    }

    @Override
    public void line(Flow line) {
        if (!left) {
            branch.line(this, line);
        }
    }

    @Override
    public void none(int status, String reason) {
        if (!left) {
            failed(status, reason);
        }
    }

    /** Sends what was written for the line. The hop has to say something within so many milliseconds; 0 for those of the transaction. */
    void send(Flow line, long number, byte[] request, long limit) {
        limit(limit);
        client = loop.table.request(number, branch.method(), line, this);
        trusted = Assertions.isTrusted(branch.target(), line, false, loop.services);
        client.start(request);
    }

    private void limit(long millis) {
        if (millis > 0) {
            loop.wheel.set(this, millis);
        } else {
            loop.wheel.cancel(this);
        }
    }

    @Override
    public void response(Response response) {
        if (response.status() < 200) {
            provisional = true;
        }
        if (!left) {
            loop.wheel.cancel(this);
            branch.response(this, response);
        } else if (response.status() < 200) {
            cancel();
        } else if (response.status() < 300) {
            branch.response(this, response);
        }
    }

    /** It was silent for too long, or has not even ended when it was cancelled. */
    @Override
    protected void fire() {
        if (left) {
            client.abandon();
        } else {
            failed(408, null);
        }
    }

    @Override
    public void timedOut() {
        failed(408, null);
    }

    // RFC 3261 section 16.9 counts it as a 503
    @Override
    public void unreachable() {
        failed(503, "The connection to the next hop was lost");
    }

    private void failed(int status, String reason) {
        loop.wheel.cancel(this);
        if (!left) {
            branch.failed(this, status, reason);
        }
    }

    /** Another is tried in its place. It is not heard of any more unless it has taken the request after all. */
    void leave() {
        loop.wheel.cancel(this);
        left = true;
        if (client != null) {
            client.quiet();
            cancel();
        }
    }

    /** Gives up without a word to anybody. */
    void abandon() {
        loop.wheel.cancel(this);
        left = true;
        if (client != null) {
            client.abandon();
        }
    }

    /** Returns whether who is called has the admin's trust; while nobody can say, whether he had it when he was asked. */
    boolean isTrusted() {
        return Assertions.isTrusted(branch.target(), client.flow(), trusted, loop.services);
    }

    boolean isSent() {
        return client != null;
    }

    boolean isProvisional() {
        return provisional;
    }

    boolean isCancelled() {
        return cancelSent;
    }

    /**
     * Nobody waits for its answer any more. To cancel an INVITE that was answered provisionally, and to acknowledge how it ends, one needs of it only what its CANCEL has too (RFC 3261
     * sections 9.1 and 17.1.1.3); until then it may have to be sent again.
     */
    void lessen() {
        byte[] sent = client.message();
        if (sent != null && !cancelSent) {
            client.lessen(isProceeding() ? Requests.cancel(sent) : sent);
        }
    }

    private boolean isProceeding() {
        return provisional && client.method().equals("INVITE");
    }

    /** Ends an INVITE that was answered provisionally (RFC 3261 section 9.1). Nothing else can be cancelled. */
    void cancel() {
        lessen();
        if (isProceeding() && !cancelSent && client.message() != null) {
            cancelSent = true;
            if (left) {
                limit(Branch.CANCELLED_MILLIS);
            }
            loop.table.request(client.id(), "CANCEL", client.flow(), Unheard.USER).start(client.message());
        }
    }

    /** The answer to a CANCEL says nothing: what counts is that of the INVITE. */
    private enum Unheard implements ClientUser {
        USER;

        @Override
        public void response(Response response) { }

        @Override
        public void timedOut() { }

        @Override
        public void unreachable() { }
    }
}
