package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.Response;

/** RFC 3261 section 17.1.2, figure 6. */
public final class NonInviteClientTransaction extends ClientTransaction {
    private enum State { TRYING, PROCEEDING, COMPLETED, TERMINATED }

    private State state = State.TRYING;

    NonInviteClientTransaction(TransactionTable table, long id, String method, Flow flow, ClientUser user) {
        super(table, id, method, flow, user);
    }

    @Override
    public void start(byte[] request) {
        begin(request);
        if (isReliable()) {
            keep(null);
        }
    }

    @Override
    public void response(Response response) {
        if (!isWaiting()) {
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
        if (isSentAgain()) {
            next(state == State.PROCEEDING ? Times.T2 : Math.min(2 * interval(), Times.T2));
        }
    }

    @Override
    boolean isWaiting() {
        return state == State.TRYING || state == State.PROCEEDING;
    }

    @Override
    public void quiet() {
        if (isWaiting()) {
            after(untilGivenUp());
        }
    }

    @Override
    void terminate() {
        state = State.TERMINATED;
        end();
    }
}
