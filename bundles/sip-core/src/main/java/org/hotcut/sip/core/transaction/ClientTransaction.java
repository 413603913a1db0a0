package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.Response;

/** A request that we sent and what comes back. */
public abstract class ClientTransaction extends Timer {
    /** What a row may keep uncounted: its number is limited anyway. */
    private static final int FREE_BYTES = 1_024;

    private final TransactionTable table;
    private final long id;
    private final String method;
    private final Flow flow;
    private ClientUser user;
    private byte[] message;
    private int counted;
    private long interval = Times.T1;
    private long giveUp;
    /** Others that wait for an answer by the same line, see {@link TransactionTable#closed}. */
    ClientTransaction previousOnFlow;
    ClientTransaction nextOnFlow;
    boolean onFlow;
    /** The next of its bucket in {@link Clients}. */
    ClientTransaction chain;

    ClientTransaction(TransactionTable table, long id, String method, Flow flow, ClientUser user) {
        this.table = table;
        this.id = id;
        this.method = method;
        this.flow = flow;
        this.user = user;
    }

    /** Returns the number in its branch. */
    public final long id() {
        return id;
    }

    /** Returns the method that was sent; a response whose CSeq says another is not for it (RFC 3261 section 17.1.3). */
    public final String method() {
        return method;
    }

    /** Returns the line it was sent by. */
    public final Flow flow() {
        return flow;
    }

    /** Returns the request as it was sent; null when it is answered. */
    public final byte[] message() {
        return message;
    }

    /** Sends the request. */
    public abstract void start(byte[] request);

    /** A response with its branch came. */
    public abstract void response(Response response);

    /** Returns whether it still waits for a final answer. */
    abstract boolean isWaiting();

    /** To the state of that name. */
    abstract void terminate();

    /** Its line was closed; no answer will come. */
    public final void closed() {
        if (isWaiting()) {
            terminate();
            user.unreachable();
        }
    }

    /** Sends no more of its own accord, but goes on listening for as long as it would have. */
    public abstract void quiet();

    /** Gives up without a word to anybody. */
    public final void abandon() {
        if (isWaiting()) {
            terminate();
        }
    }

    /** The request that it was for is over: from now on it keeps no more than this of what was sent, which counts as the answers that are kept. */
    public final void lessen(byte[] rest) {
        message = rest;
        count(Math.max(0, rest.length - FREE_BYTES));
    }

    private void count(int above) {
        if (above != counted) {
            table.keeps(above - counted);
            counted = above;
        }
    }

    final ClientUser user() {
        return user;
    }

    /** Returns who is told for the last time, and forgets him. */
    final ClientUser lastly() {
        ClientUser told = user;
        user = null;
        return told;
    }

    final TransactionTable table() {
        return table;
    }

    final boolean isReliable() {
        return flow.protocol().isStream();
    }

    final void keep(byte[] bytes) {
        message = bytes;
        count(0);
    }

    /** Sends for the first time; from now on it gives up at Timer B or F. */
    final void begin(byte[] request) {
        keep(request);
        giveUp = now() + Times.GIVE_UP;
        after(isReliable() ? Times.GIVE_UP : interval);
        sendOrFail();
    }

    /** Timer A or B, E or F: sends again, or gives up. Returns whether it was sent. */
    final boolean isSentAgain() {
        if (untilGivenUp() > 0) {
            return sendOrFail();
        }
        terminate();
        user.timedOut();
        return false;
    }

    private boolean sendOrFail() {
        boolean sent = send();
        if (!sent) {
            closed();
        }
        return sent;
    }

    final boolean send() {
        return table.outbound().request(flow, message);
    }

    /** Returns the milliseconds until Timer B or F. */
    final long untilGivenUp() {
        return giveUp - now();
    }

    /** Waits for the next of Timers A or E. */
    final void next(long millis) {
        interval = millis;
        after(Math.min(millis, untilGivenUp()));
    }

    final long interval() {
        return interval;
    }

    final void answered() {
        table.answered(this);
    }

    final long now() {
        return table.wheel().now();
    }

    final void after(long millis) {
        table.wheel().set(this, millis);
    }

    final void unset() {
        table.wheel().cancel(this);
    }

    final void end() {
        keep(null);
        table.remove(this);
    }
}
