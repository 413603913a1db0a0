package org.hotcut.sip.core.transaction;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.message.Response;

/** RFC 3261 section 17.1.1, figure 5, as changed by RFC 6026 section 8.4 (figure 4). */
public final class InviteClientTransaction extends ClientTransaction {
    private enum State { CALLING, PROCEEDING, ACCEPTED, COMPLETED, TERMINATED }

    private State state = State.CALLING;
    private long interval = Times.T1;
    private long timerB;

    InviteClientTransaction(TransactionTable table, long id, Flow flow, ClientUser user) {
        super(table, id, "INVITE", flow, user);
    }

    @Override
    public void start(byte[] request) {
        keep(request);
        timerB = now() + Times.GIVE_UP;
        after(isReliable() ? Times.GIVE_UP : interval);
        if (!send()) {
            closed();
        }
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
        long left = timerB - now();
        if (left <= 0) {
            terminate();
            user().timedOut();
            return;
        }
        if (!send()) {
            closed();
            return;
        }
        interval *= 2;
        after(Math.min(interval, left));
    }

    @Override
    public void closed() {
        if (state == State.CALLING || state == State.PROCEEDING) {
            terminate();
            user().unreachable();
        }
    }

    @Override
    public void quiet() {
        if (state == State.CALLING) {
            after(timerB - now());
        }
    }

    @Override
    public void abandon() {
        if (state == State.CALLING || state == State.PROCEEDING) {
            terminate();
        }
    }

    private void terminate() {
        state = State.TERMINATED;
        end();
    }
}
