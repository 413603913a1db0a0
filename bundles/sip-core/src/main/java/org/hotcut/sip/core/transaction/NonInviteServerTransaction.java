package org.hotcut.sip.core.transaction;

import java.util.function.Supplier;

import org.hotcut.core.api.net.Flow;

/** RFC 3261 section 17.2.2, figure 8, with the 100 of RFC 4320 section 4.1. Completed is what the table keeps of it until Timer J ({@link Finished}), over streams nothing. */
public final class NonInviteServerTransaction extends ServerTransaction {
    private enum State { TRYING, PROCEEDING, COMPLETED }

    private State state = State.TRYING;
    private final long begun = now();
    private Supplier<byte[]> trying;

    NonInviteServerTransaction(TransactionTable table, ServerKey key, Flow flow, Flow back) {
        super(table, key, flow, back);
    }

    /** The answer will take its time: a 100 is made and sent when the client's Timer E has come to T2, not before (RFC 4320 section 4.1). */
    public void slow(Supplier<byte[]> hundred) {
        if (state == State.TRYING && trying == null) {
            trying = hundred;
            after(Times.E_AT_T2);
        }
    }

    @Override
    public void retransmitted() {
        if (state == State.PROCEEDING) {
            sendAgain();
        }
    }

    @Override
    public void provisional(byte[] response) {
        if (state == State.TRYING || state == State.PROCEEDING) {
            state = State.PROCEEDING;
            send(response);
        }
    }

    @Override
    public void answer(int status, byte[] response) {
        if (isAnswered()) {
            return;
        }
        if (now() - begun >= Times.GIVE_UP) {
            abandon(); // the client's Timer F has fired: nobody is there to hear it (RFC 4320 section 4.2)
            return;
        }
        send(response);
        complete(response);
    }

    @Override
    public void abandon() {
        if (!isAnswered()) {
            complete(null);
        }
    }

    private void complete(byte[] response) {
        state = State.COMPLETED;
        trying = null;
        forget();
        finish(response);
    }

    @Override
    protected void fire() {
        if (state == State.TRYING) {
            provisional(trying.get());
        }
    }

    @Override
    public boolean isAnswered() {
        return state == State.COMPLETED;
    }

    @Override
    public String state() {
        return Names.of(state);
    }
}
