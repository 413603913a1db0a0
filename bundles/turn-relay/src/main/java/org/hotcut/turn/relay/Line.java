package org.hotcut.turn.relay;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

import org.hotcut.core.api.net.Flow;
import org.hotcut.stun.DataIndication;
import org.hotcut.turn.api.Client;

/** The way back to a client. Used on its loop. */
abstract class Line {
    private final Client client;

    Line(Client client) {
        this.client = client;
    }

    Client client() {
        return client;
    }

    /** Sends a STUN message. */
    abstract boolean send(byte[] message);

    /** Sends a packet of a peer, by its channel or as a Data indication. The buffer has room before and after. */
    abstract boolean deliver(Peer peer, ByteBuffer data);

    /** Makes a Data indication of it; false when there is more than fits into one. */
    static boolean indicate(Peer peer, ByteBuffer data) {
        if (data.remaining() > DataIndication.LONGEST_DATA) {
            return false;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        DataIndication.wrap(data, peer.octets, peer.address.getPort(), random.nextInt(), random.nextLong());
        return true;
    }

    /** What comes by it belongs to this allocation from now on; null: to none. */
    abstract void holds(Allocation allocation, Fronts fronts);

    /** Returns whether a socket or connection of that loop is its end here. */
    abstract boolean isOf(int loop);

    /** Returns it as the flow it is, for whoever judges sources. */
    abstract Flow flow();

    /** Returns whether nobody is there any more: a connection that was closed. */
    boolean isGone() {
        return false;
    }

    /** A request is done with: its response has left, or there will be none. */
    void answered() { }

    /** Who was asked about this request has left without a word. A client repeats what came as a datagram; of streams the next bearer is asked. */
    void again(byte[] request) { }
}
