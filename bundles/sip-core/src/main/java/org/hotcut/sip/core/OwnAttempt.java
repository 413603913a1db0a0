package org.hotcut.sip.core;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.Speaker;
import org.hotcut.sip.core.transaction.ClientTransaction;
import org.hotcut.sip.core.transaction.ClientUser;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.message.Response;

/** One hop of a request of our own. The timer limits how long it may be silent while there are others; once it is over only a 2xx of it counts. */
final class OwnAttempt extends Timer implements ClientUser, NextHop.Found {
    private final OwnBranch branch;
    private final CoreLoop loop;
    private final Hop hop;
    private ClientTransaction client;
    private boolean over;

    OwnAttempt(OwnBranch branch, CoreLoop loop, Hop hop) {
        this.branch = branch;
        this.loop = loop;
        this.hop = hop;
    }

    /** Opens the line and sends, with so many milliseconds for both; 0 for what that may take at most. */
    void start(long limit, Speaker speaker) {
        if (limit > 0) {
            loop.wheel.set(this, limit);
        }
        loop.nextHop.open(hop, hop.protocol() == Protocol.TLS && hop.isFound() ? speaker : Speaker.NOBODY, this);
    }

    @Override
    public void line(Flow line) {
        if (over) {
            return;
        }
        long number = loop.branches.next();
        byte[] bytes;
        try {
            bytes = branch.write(line, number);
        } catch (IllegalArgumentException e) {
            end();
            branch.none(503, e.getMessage());
            return;
        }
        client = loop.table.request(number, branch.method(), line, this);
        client.start(bytes);
    }

    @Override
    public void none(int status, String reason) {
        failed(status, "cannot be reached");
    }

    @Override
    public void response(Response response) {
        if (over) {
            if (response.status() >= 200 && response.status() < 300) {
                branch.answered(hop, response); // late, but it has taken it
            }
            return;
        }
        loop.wheel.cancel(this); // it has it: what comes now is its answer, however long that takes
        if (response.status() >= 200) {
            end();
            branch.answered(hop, response);
        }
    }

    @Override
    public void timedOut() {
        failed(408, "is silent");
    }

    @Override
    public void unreachable() {
        failed(503, "cannot be reached");
    }

    @Override
    protected void fire() {
        if (client != null) {
            client.quiet();
        }
        failed(408, "is silent");
    }

    private void failed(int status, String how) {
        if (!over) {
            end();
            branch.failed(hop, status, how);
        }
    }

    private void end() {
        over = true;
        loop.wheel.cancel(this);
    }
}
