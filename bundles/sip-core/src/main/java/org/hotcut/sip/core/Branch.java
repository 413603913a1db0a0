package org.hotcut.sip.core;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.transaction.ClientTransaction;
import org.hotcut.sip.core.transaction.ClientUser;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.message.Requests;
import org.hotcut.sip.message.Response;

/** One place an exchange's request was sent to. The timer is Timer C, and once a CANCEL was sent the time the callee has to answer the INVITE. */
final class Branch extends Timer implements ClientUser, NextHop.Found {
    /** RFC 3261 section 9.1: 64*T1 after the CANCEL the INVITE counts as answered. */
    private static final long CANCELLED_MILLIS = 32_000;

    private final ResponseContext context;
    private final Target target;
    private ClientTransaction client;
    private boolean provisional;
    private boolean cancelWanted;
    private boolean cancelSent;
    private boolean over;

    Branch(ResponseContext context, Target target) {
        this.context = context;
        this.target = target;
    }

    Target target() {
        return target;
    }

    boolean isOver() {
        return over;
    }

    void start() {
        try {
            context.find(target, this);
        } catch (IllegalArgumentException e) {
            context.isBroken(target, e);
            fail(500, null);
        }
    }

    @Override
    public void line(Flow line) {
        if (over) {
            return;
        }
        long number = context.loop().branches.next();
        byte[] request;
        try {
            request = context.write(target, line, number);
        } catch (IllegalArgumentException e) {
            context.isBroken(target, e);
            fail(500, null);
            return;
        }
        client = context.loop().table.request(number, context.method(), line, this);
        if (context.isInvite()) {
            set(context.timerC());
        }
        client.start(request);
    }

    @Override
    public void none(int status, String reason) {
        fail(status, reason);
    }

    @Override
    public void response(Response response) {
        int status = response.status();
        if (status < 200) {
            provisional(response);
        } else if (response.viaCount() < 2) {
            fail(502, "Response without the Via of the request");
        } else if (status < 300) {
            boolean first = !over;
            end();
            context.success(response, first);
        } else if (!over) {
            end();
            context.failure(response);
        }
    }

    private void provisional(Response response) {
        if (over) {
            return;
        }
        provisional = true;
        if (response.status() > 100 && context.isInvite()) {
            if (!cancelSent) {
                set(context.timerC());
            }
            if (response.viaCount() > 1) {
                context.provisional(response);
            }
        }
        if (cancelWanted) {
            cancel();
        }
    }

    /** Ends an INVITE that rings; one that nobody has answered at all is cancelled when somebody does (RFC 3261 section 9.1). Nothing else can be cancelled. */
    void cancel() {
        if (over || cancelSent) {
            return;
        }
        if (client == null) {
            fail(487, null);
        } else if (!provisional) {
            cancelWanted = true;
        } else if (context.isInvite()) {
            cancelSent = true;
            set(CANCELLED_MILLIS);
            byte[] cancel = Requests.cancel(client.message());
            context.loop().table.request(client.id(), "CANCEL", client.flow(), Unheard.USER).start(cancel);
        }
    }

    @Override
    protected void fire() {
        if (provisional && !cancelSent) {
            cancel(); // RFC 3261 section 16.8
        } else {
            client.abandon();
            fail(context.isCancelled() ? 487 : 408, null);
        }
    }

    @Override
    public void timedOut() {
        fail(context.isCancelled() ? 487 : 408, null);
    }

    // RFC 3261 section 16.9 counts it as a 503; whoever insisted on this line is told that it is gone (RFC 5626 section 5.3)
    @Override
    public void unreachable() {
        fail(target.strict() ? 430 : 503, "The connection to the next hop was lost");
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
    }

    private void set(long millis) {
        context.loop().wheel.set(this, millis);
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
