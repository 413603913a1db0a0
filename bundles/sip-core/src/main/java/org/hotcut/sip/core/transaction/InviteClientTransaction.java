package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.Response;

/** RFC 3261 section 17.1.1, figure 5, as changed by RFC 6026 section 8.4 (figure 4). */
public final class InviteClientTransaction extends ClientTransaction {
    private enum State { CALLING, PROCEEDING, ACCEPTED, COMPLETED, TERMINATED }

    private State state = State.CALLING;

    InviteClientTransaction(TransactionTable table, long id, Flow flow, ClientUser user) {
        super(table, id, "INVITE", flow, user);
    }

    @Override
    public void start(byte[] request) {
        begin(request);
    }

    @Override
    public void response(Response response) {
        int status = response.status();
        switch (state) {
            case CALLING, PROCEEDING -> {
                if (status >= 300) {
                    complete(response);
                    lastly().response(response);
                    return;
                }
                if (status < 200) {
                    proceed();
                } else {
                    accept();
                }
                user().response(response);
            }
            case ACCEPTED -> {
                if (status >= 200 && status < 300) {
                    user().response(response);
                }
            }
            case COMPLETED -> {
                if (status >= 300) {
                    send(); // the ACK again
                }
            }
            default -> { }
        }
    }

    private void proceed() {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
            unset();
        }
    }

    private void accept() {
        state = State.ACCEPTED;
        keep(null);
        answered();
        after(Times.GIVE_UP); // Timer M
    }

    private void complete(Response response) {
        state = State.COMPLETED;
        keep(table().outbound().acknowledgement(message(), response));
        answered();
        send();
        if (isReliable()) {
            terminate();
        } else {
            after(Times.D);
        }
    }

    @Override
    protected void fire() {
        switch (state) {
            case CALLING -> timerAOrB();
            case ACCEPTED, COMPLETED -> terminate();
            default -> { }
        }
    }

    private void timerAOrB() {
        if (isSentAgain()) {
            next(2 * interval());
        }
    }

    @Override
    boolean isWaiting() {
        return state == State.CALLING || state == State.PROCEEDING;
    }

    @Override
    public void quiet() {
        if (state == State.CALLING) {
            after(untilGivenUp());
        }
    }

    @Override
    void terminate() {
        state = State.TERMINATED;
        end();
    }
}
