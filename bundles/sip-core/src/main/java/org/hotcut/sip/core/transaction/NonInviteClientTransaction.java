package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.Response;

/** RFC 3261 section 17.1.2, figure 6. */
public final class NonInviteClientTransaction extends ClientTransaction {
    private enum State { TRYING, PROCEEDING, COMPLETED, TERMINATED }

    private State state = State.TRYING;
    private long interval = Times.T1;
    private long timerF;

    NonInviteClientTransaction(TransactionTable table, long id, String method, Flow flow, ClientUser user) {
        super(table, id, method, flow, user);
    }

    @Override
    public void start(byte[] request) {
        keep(request);
        timerF = now() + Times.GIVE_UP;
        after(isReliable() ? Times.GIVE_UP : interval);
        if (!send()) {
            closed();
        } else if (isReliable()) {
            keep(null);
        }
    }

    @Override
    public void response(Response response) {
        if (state != State.TRYING && state != State.PROCEEDING) {
            return;
        }
        if (response.status() < 200) {
            state = State.PROCEEDING;
            user().response(response);
        } else {
            complete();
            lastly().response(response);
        }
    }

    private void complete() {
        state = State.COMPLETED;
        keep(null);
        answered();
        if (isReliable()) {
            terminate();
        } else {
            after(Times.T4); // Timer K
        }
    }

    @Override
    protected void fire() {
        switch (state) {
            case TRYING, PROCEEDING -> timerEOrF();
            case COMPLETED -> terminate();
            default -> { }
        }
    }

    private void timerEOrF() {
        long left = timerF - now();
        if (left <= 0) {
            terminate();
            user().timedOut();
            return;
        }
        if (!send()) {
            closed();
            return;
        }
        interval = state == State.PROCEEDING ? Times.T2 : Math.min(2 * interval, Times.T2);
        after(Math.min(interval, left));
    }

    @Override
    public void closed() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            terminate();
            user().unreachable();
        }
    }

    @Override
    public void quiet() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            after(timerF - now());
        }
    }

    @Override
    public void abandon() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            terminate();
        }
    }

    private void terminate() {
        state = State.TERMINATED;
        end();
    }
}
