package org.hotcut.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.hotcut.stun.ChannelData;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;

/**
 * Sends what {@link StunMutations} makes: some 500 datagrams a second from clients that hold allocations, a few from their peer to what is relayed, and up to 12 connections at a
 * time over which streams go in pieces. One thread, so that a seed tells nearly all.
 */
public final class TurnFuzzer implements AutoCloseable {
    private static final int TICK_NANOS = 10_000_000;
    private static final int DATAGRAMS_A_TICK = 5;
    private static final int PIECES_A_TICK = 3;
    private static final int CONNECTIONS = 12;
    private static final int ROUNDS_BETWEEN_LOGINS = 100;

    /**
     * Whom to pester.
     *
     * @param server   at UDP and TCP
     * @param user     an account's
     * @param password its
     * @param sources  addresses of this machine to come from
     * @param peer     address of this machine that the server lets clients reach
     */
    public record Target(InetSocketAddress server, String user, String password, List<InetAddress> sources, InetAddress peer) { }

    private final Target target;
    private final StunMutations mutations;
    private final DatagramSocket peer;
    private final List<TurnClient> clients = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<InetSocketAddress> relayed = new ArrayList<>();
    private long datagrams;
    private long connections;
    private long allocations;
    private long bytes;

    /** Opens the sockets. */
    public TurnFuzzer(long seed, Target target) throws IOException {
        this.target = target;
        peer = new DatagramSocket(new InetSocketAddress(target.peer(), 0));
        mutations = new StunMutations(seed, (InetSocketAddress) peer.getLocalSocketAddress());
        for (InetAddress source : target.sources()) {
            for (TurnLogin.Kind kind : TurnLogin.Kind.values()) {
                clients.add(new TurnClient(TurnWire.udp(target.server(), source)).login(new TurnLogin(kind, target.user(), target.password())));
            }
        }
    }

    /** A connection, and what of its stream is still to be sent. */
    private final class Stream {
        private final TurnClient client;
        private final byte[] rest;
        private int at;

        private Stream() throws IOException {
            InetAddress source = target.sources().get(mutations.number(target.sources().size()));
            TurnLogin.Kind kind = TurnLogin.Kind.values()[mutations.number(TurnLogin.Kind.values().length)];
            client = new TurnClient(TurnWire.tcp(target.server(), source)).login(new TurnLogin(kind, target.user(), target.password()));
            if (mutations.number(2) == 0) {
                logIn(client);
            }
            rest = mutations.stream(1 + mutations.number(12), client.login());
            connections++;
        }

        /** Sends the next piece; returns whether there is more to send and somebody to read it. */
        private boolean sendsOn() {
            int piece = Math.min(rest.length - at, 1 + mutations.number(mutations.number(4) == 0 ? 20 : 3_000));
            byte[] bytesNow = Arrays.copyOfRange(rest, at, at + piece);
            try {
                client.wire().send(bytesNow);
                client.wire().discard();
            } catch (IOException e) {
                return false; // the server would not hear more of it
            }
            at += piece;
            bytes += piece;
            return at < rest.length;
        }

        private void close() {
            try {
                client.close();
            } catch (IOException e) {
                return; // closed by the server
            }
        }
    }

    /** Sends what is sent in so long; on a machine that is too slow for that it takes longer, three times at most. */
    public void run(Duration time) throws IOException {
        logInAgain();
        long start = System.nanoTime();
        int round = 0;
        for (long due = start; due - start < time.toNanos() && System.nanoTime() - start < 3 * time.toNanos(); due += TICK_NANOS) {
            if (++round % ROUNDS_BETWEEN_LOGINS == 0) {
                logInAgain();
            }
            for (int i = 0; i < DATAGRAMS_A_TICK; i++) {
                datagram();
            }
            for (int i = 0; i < PIECES_A_TICK; i++) {
                piece();
            }
            LockSupport.parkNanos(due + TICK_NANOS - System.nanoTime());
        }
    }

    /** Allocations may have been given up or have met a stale nonce meanwhile; whoever has none gets one. */
    private void logInAgain() throws IOException {
        for (TurnClient client : clients) {
            logIn(client);
        }
    }

    private void logIn(TurnClient client) throws IOException {
        client.wire().discard();
        StunMessage response = client.request(Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, TurnClient.UDP));
        if (response.has(Stun.XOR_RELAYED_ADDRESS)) {
            allocations++;
            if (relayed.size() == CONNECTIONS) {
                relayed.remove(0);
            }
            relayed.add(response.xorAddress(Stun.XOR_RELAYED_ADDRESS));
            InetSocketAddress to = (InetSocketAddress) peer.getLocalSocketAddress();
            client.request(Stun.CHANNEL_BIND, request -> request.uint16(Stun.CHANNEL_NUMBER, ChannelData.LOWEST).xorAddress(Stun.XOR_PEER_ADDRESS, to));
        }
    }

    private void datagram() throws IOException {
        if (!relayed.isEmpty() && mutations.number(5) == 0) {
            byte[] message = mutations.next(null);
            peer.send(new DatagramPacket(message, message.length, relayed.get(mutations.number(relayed.size()))));
        } else {
            TurnClient client = clients.get(mutations.number(clients.size()));
            byte[] message = mutations.next(mutations.number(4) == 0 ? null : client.login());
            client.wire().send(message);
            bytes += message.length;
        }
        datagrams++;
    }

    private void piece() throws IOException {
        if (streams.size() < CONNECTIONS && mutations.number(8) == 0) {
            streams.add(new Stream());
        }
        if (streams.isEmpty()) {
            return;
        }
        Stream stream = streams.get(mutations.number(streams.size()));
        if (!stream.sendsOn() || mutations.number(100) == 0) {
            stream.close();
            streams.remove(stream);
        }
    }

    /** Returns how many allocations were made. */
    public long allocations() {
        return allocations;
    }

    /** Returns whether anything came to the peer, or comes within ten seconds. */
    public boolean isPeerReached() throws IOException {
        peer.setSoTimeout(10_000);
        try {
            peer.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Returns whatever was sent, in words. */
    @Override
    public String toString() {
        return datagrams + " datagrams, " + connections + " connections, " + allocations + " allocations, " + bytes + " bytes";
    }

    /** Gives back what the clients hold, and closes. */
    @Override
    public void close() throws IOException {
        streams.forEach(Stream::close);
        peer.close();
        for (TurnClient client : clients) {
            client.request(Stun.REFRESH, request -> request.uint32(Stun.LIFETIME, 0));
            client.close();
        }
    }
}
