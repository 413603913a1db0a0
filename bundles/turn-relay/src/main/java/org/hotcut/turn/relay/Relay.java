package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.relay.port.Lease;
import org.hotcut.turn.relay.port.RelayAddress;

/** One relayed address of an allocation: the socket on which its peers meet it. Touched by its loop. */
final class Relay implements PacketHandler {
    private final Allocation allocation;
    private Family family;
    private Lease lease;
    private PacketSocket socket;
    private InetSocketAddress told;
    private long expires;
    /** Null when the client was told it. */
    private RelayAddress address;

    Relay(Allocation allocation) {
        this.allocation = allocation;
    }

    /** Takes the socket that was opened for the peers of this address's networks. */
    void open(Lease opened, RelayAddress side) {
        open(opened, new InetSocketAddress(side.told(), opened.local().getPort()));
        address = side;
    }

    /** Returns whether it was opened for peers like this. */
    boolean isFor(InetAddress peer) {
        return address.isFor(peer);
    }

    /** Takes the socket that was opened for it. */
    void open(Lease opened, InetSocketAddress asTold) {
        lease = opened;
        socket = opened.socket();
        family = Family.of(opened.local().getAddress());
        told = asTold;
    }

    Family family() {
        return family;
    }

    Lease lease() {
        return lease;
    }

    InetSocketAddress bound() {
        return lease.local();
    }

    InetSocketAddress told() {
        return told;
    }

    /** Returns when it ends; 0 for one that ends with the others. */
    long expires() {
        return expires;
    }

    void expires(long millis) {
        expires = millis;
    }

    /** Takes a packet of a peer, or of whoever pretends to be one. */
    @Override
    public void packet(PacketSocket at, ByteBuffer packet, InetSocketAddress from) {
        allocation.received(this, packet, from);
    }

    /** Returns where what is for a peer is sent to: to our own relayed address behind the NAT where he is known by the one outside. */
    InetSocketAddress target(InetSocketAddress peer) {
        return allocation.loop.settings().inside(peer);
    }

    /** Sends to a peer; the caller has asked whether he is admitted. */
    boolean send(ByteBuffer data, InetSocketAddress to) {
        return socket != null && socket.send(data, to); // peers over TCP get nothing here
    }

    void close() {
        lease.close();
    }
}
