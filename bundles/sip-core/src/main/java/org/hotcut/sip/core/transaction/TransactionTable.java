package org.hotcut.sip.core.transaction;

import java.util.HashMap;
import java.util.Map;

import org.hotcut.core.api.net.Flow;

/** All transactions of one loop. */
public final class TransactionTable {
    private static final long CANCEL = 0x5ca9ce15ca9ce101L;

    private final TimerWheel wheel;
    private final Outbound outbound;
    private final Map<ServerKey, ServerTransaction> servers = new HashMap<>();
    private final Finished finished;
    private final Clients clients = new Clients();
    private final Map<Long, ClientTransaction> waiting = new HashMap<>();
    private long bytes;

    /** Makes the table of the loop that turns this wheel. */
    public TransactionTable(TimerWheel wheel, Outbound outbound) {
        this.wheel = wheel;
        this.outbound = outbound;
        finished = new Finished(wheel);
    }

    /** Returns how many rows there are, finished ones included. */
    public int size() {
        return servers.size() + finished.size() + clients.size();
    }

    /** Returns about how many bytes are kept of what peers made long: of answers, and of requests that are over for who sent them. */
    public long bytes() {
        return bytes + finished.bytes();
    }

    void keeps(int more) {
        bytes += more;
    }

    /**
     * Returns what a request is answered that repeats one which is over.
     *
     * @return null when it repeats none; nothing when it is to be absorbed
     */
    public byte[] answer(ServerKey key, Flow flow) {
        return flow.protocol().isStream() ? null : finished.answer(key, flow.remote().getAddress());
    }

    void finished(ServerKey key, Flow flow, byte[] answer) {
        finished.add(key, flow.remote().getAddress(), answer);
    }

    /** Returns the transaction a request belongs to that is not over, or null. */
    public ServerTransaction server(ServerKey key) {
        return servers.get(key);
    }

    /**
     * Makes the transaction of a request that is new.
     *
     * @param back the line answers take
     */
    public ServerTransaction serve(ServerKey key, Flow flow, Flow back) {
        ServerTransaction transaction = key.method().equals("INVITE") ? new InviteServerTransaction(this, key, flow, back)
            : new NonInviteServerTransaction(this, key, flow, back);
        servers.put(key, transaction);
        return transaction;
    }

    /** Returns the transaction a response belongs to, or null. The CANCEL of an INVITE has the INVITE's branch. */
    public ClientTransaction client(long id, String method) {
        ClientTransaction transaction = clients.find(method.equals("CANCEL") ? id ^ CANCEL : id);
        return transaction != null && transaction.method().equals(method) ? transaction : null;
    }

    /** Makes the transaction of a request that is about to be sent. */
    public ClientTransaction request(long id, String method, Flow flow, ClientUser user) {
        ClientTransaction transaction = switch (method) {
            case "INVITE" -> new InviteClientTransaction(this, id, flow, user);
            case "CANCEL" -> new NonInviteClientTransaction(this, id ^ CANCEL, method, flow, user);
            default -> new NonInviteClientTransaction(this, id, method, flow, user);
        };
        clients.add(transaction);
        if (flow.protocol().isStream()) {
            await(transaction);
        }
        return transaction;
    }

    /** A stream was closed: what waits for an answer by it has failed. Server transactions stay, their answers may take another line. */
    public void closed(Flow flow) {
        ClientTransaction transaction = waiting.get(flow.id());
        while (transaction != null) {
            answered(transaction);
            transaction.closed();
            transaction = waiting.get(flow.id());
        }
    }

    private void await(ClientTransaction transaction) {
        ClientTransaction next = waiting.put(transaction.flow().id(), transaction);
        transaction.nextOnFlow = next;
        transaction.onFlow = true;
        if (next != null) {
            next.previousOnFlow = transaction;
        }
    }

    void answered(ClientTransaction transaction) {
        if (!transaction.onFlow) {
            return;
        }
        transaction.onFlow = false;
        ClientTransaction previous = transaction.previousOnFlow;
        ClientTransaction next = transaction.nextOnFlow;
        transaction.previousOnFlow = null;
        transaction.nextOnFlow = null;
        if (next != null) {
            next.previousOnFlow = previous;
        }
        if (previous != null) {
            previous.nextOnFlow = next;
        } else if (next != null) {
            waiting.put(transaction.flow().id(), next);
        } else {
            waiting.remove(transaction.flow().id());
        }
    }

    void remove(ServerTransaction transaction) {
        wheel.cancel(transaction);
        servers.remove(transaction.key(), transaction);
    }

    void remove(ClientTransaction transaction) {
        wheel.cancel(transaction);
        answered(transaction);
        clients.remove(transaction);
    }

    TimerWheel wheel() {
        return wheel;
    }

    Outbound outbound() {
        return outbound;
    }
}
