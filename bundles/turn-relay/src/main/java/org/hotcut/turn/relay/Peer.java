package org.hotcut.turn.relay;

import java.net.InetSocketAddress;

/** Address and port that a client exchanges packets with, perhaps by a channel (RFC 8656 section 12). Touched by its allocation's loop. */
final class Peer {
    final InetSocketAddress address;
    /** The address as a number, as {@link ClientTable#key} has it. */
    final long key;
    /** Of the address, for the header of a Data indication. */
    final byte[] octets;
    /** Where it is sent to, which is the address, unless that is one of ours outside of a NAT. */
    final InetSocketAddress target;
    /** By which it is sent to. */
    final Relay relay;
    /** Number of the channel, 0 for none. */
    final int channel;
    /** Null while there is none: then nothing passes, though the channel may live on. */
    Permission permission;
    /** When the channel ends. */
    long expires;

    Peer(InetSocketAddress address, Relay relay, int channel, Permission permission) {
        this.address = address;
        this.key = ClientTable.key(address);
        this.octets = address.getAddress().getAddress();
        this.target = relay.target(address);
        this.relay = relay;
        this.channel = channel;
        this.permission = permission;
    }

    boolean isAdmitted() {
        return permission != null && permission.admits(address);
    }
}
