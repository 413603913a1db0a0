package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;

/** A request that came and the answer it gets. */
public abstract class ServerTransaction extends Timer {
    /** What a row may keep uncounted: its number is limited anyway. */
    private static final int FREE_BYTES = 1_024;

    private final TransactionTable table;
    private final ServerKey key;
    private Flow flow;
    private Flow back;
    private Object owner;
    private byte[] last;
    private int counted;

    ServerTransaction(TransactionTable table, ServerKey key, Flow flow, Flow back) {
        this.table = table;
        this.key = key;
        this.flow = flow;
        this.back = back;
        count(0);
    }

    // strangers choose how long a branch is, and with their Vias how long the answer
    private void count(int kept) {
        int above = Math.max(0, key.branch().length() + kept - FREE_BYTES);
        table.keeps(above - counted);
        counted = above;
    }

    /** Returns what the request is matched by. */
    public final ServerKey key() {
        return key;
    }

    /**
     * Its client sends by another line now: a NAT on the way has forgotten it, or its connection broke.
     *
     * @param from the line the request came by again
     * @param to   the line answers take from now on
     */
    public final void moved(Flow from, Flow to) {
        flow = from;
        back = to;
    }

    /** Returns the line the request came by last. */
    public final Flow flow() {
        return flow;
    }

    /** Returns the line answers take first; for UDP without rport another than {@link #flow}. */
    public final Flow back() {
        return back;
    }

    /** Returns the exchange; null when it is over. */
    public final Object owner() {
        return owner;
    }

    /** Says whose it is; null when that is over. */
    public final void owner(Object exchange) {
        owner = exchange;
    }

    /** The same request came again. */
    public abstract void retransmitted();

    /** Sends a response of 100 to 199; dropped once a final one was sent. */
    public abstract void provisional(byte[] response);

    /** Sends a final response; dropped when one was sent, but for the 2xx of an INVITE that several callees accepted. */
    public abstract void answer(int status, byte[] response);

    /** Goes on absorbing the request without ever answering it (RFC 4320 section 4.2). */
    public abstract void abandon();

    /** Returns whether a final response was sent. */
    public abstract boolean isAnswered();

    /** Returns the state's name in the RFC's figure. */
    public abstract String state();

    final void send(byte[] response) {
        last = response;
        count(response.length);
        table.outbound().response(this, response);
    }

    final boolean hasSent() {
        return last != null;
    }

    final void sendAgain() {
        if (last != null) {
            table.outbound().response(this, last);
        }
    }

    final void forget() {
        last = null;
        count(0);
    }

    final boolean isReliable() {
        return flow.protocol().isStream();
    }

    final long now() {
        return table.wheel().now();
    }

    final void after(long millis) {
        table.wheel().set(this, millis);
    }

    final void end() {
        table.keeps(-counted);
        counted = 0;
        table.remove(this);
    }

    /** Leaves no more than its answer, null for none, and over streams not even that. */
    final void finish(byte[] answer) {
        end();
        if (!isReliable()) {
            table.finished(key, flow, answer);
        }
    }
}
