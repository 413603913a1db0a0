package org.hotcut.turn.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.hotcut.turn.api.Client;

/** A client and the transaction id of what it asks: the same when it repeats itself. */
record RequestKey(Client client, int high, long low) {
    private static final int TRANSACTION_ID = 8;
    private static final int HEADER = 20;

    static RequestKey of(Client client, byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        return new RequestKey(client, bytes.getInt(TRANSACTION_ID), bytes.getLong(TRANSACTION_ID + Integer.BYTES));
    }

    static byte[] transactionId(byte[] message) {
        return Arrays.copyOfRange(message, TRANSACTION_ID, HEADER);
    }
}
