package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;

/** RFC 3261 section 17.2.1, figure 7, as changed by RFC 6026 section 8.4 (figure 5). */
public final class InviteServerTransaction extends ServerTransaction {
    private enum State { PROCEEDING, ACCEPTED, COMPLETED, CONFIRMED, TERMINATED }

    private State state = State.PROCEEDING;
    private long interval;
    private long timerH;

    InviteServerTransaction(TransactionTable table, ServerKey key, Flow flow, Flow back) {
        super(table, key, flow, back);
    }

    @Override
    public void retransmitted() {
        if (state == State.PROCEEDING || state == State.COMPLETED) {
            sendAgain();
        }
    }

    @Override
    public void provisional(byte[] response) {
        if (state == State.PROCEEDING) {
            send(response);
        }
    }

    @Override
    public void answer(int status, byte[] response) {
        if (status < 300) {
            accept(response);
        } else if (state == State.PROCEEDING) {
            reject(response, isAnsweredOnce(status));
        }
    }

    /**
     * RFC 3261 section 26.3.2.4: who is not proven may have written another's address into his datagram, who would get eleven answers to each. The client, who has heard
     * nothing yet, asks again if this one is lost.
     */
    private boolean isAnsweredOnce(int status) {
        return !isReliable() && !hasSent() && (status == 401 || status == 403 || status == 407);
    }

    private void accept(byte[] response) {
        if (state == State.PROCEEDING) {
            state = State.ACCEPTED;
            after(Times.GIVE_UP); // Timer L
        }
        if (state == State.ACCEPTED) {
            send(response);
            forget();
        }
    }

    private void reject(byte[] response, boolean once) {
        state = State.COMPLETED;
        timerH = now() + Times.GIVE_UP;
        interval = Times.T1;
        after(once || isReliable() ? Times.GIVE_UP : interval);
        send(response);
    }

    /**
     * An ACK with this transaction's branch came.
     *
     * @return false when it belongs to a 2xx, so that it must go on to the callee
     */
    public boolean acknowledged() {
        if (state == State.COMPLETED) {
            confirm();
        }
        return state != State.ACCEPTED;
    }

    private void confirm() {
        state = State.CONFIRMED;
        forget();
        if (isReliable()) {
            terminate();
        } else {
            after(Times.T4); // Timer I
        }
    }

    @Override
    protected void fire() {
        switch (state) {
            case COMPLETED -> timerGOrH();
            case ACCEPTED, CONFIRMED -> terminate();
            default -> { }
        }
    }

    private void timerGOrH() {
        long left = timerH - now();
        if (left <= 0) {
            terminate();
            return;
        }
        sendAgain();
        interval = Math.min(2 * interval, Times.T2);
        after(Math.min(interval, left));
    }

    @Override
    public void abandon() {
        forget();
        terminate();
    }

    private void terminate() {
        state = State.TERMINATED;
        end();
    }

    /** Returns whether no timer holds it any more. */
    public boolean isOver() {
        return state == State.TERMINATED;
    }

    @Override
    public boolean isAnswered() {
        return state != State.PROCEEDING;
    }

    @Override
    public String state() {
        return Names.of(state);
    }
}
