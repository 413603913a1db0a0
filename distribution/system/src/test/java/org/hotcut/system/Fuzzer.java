package org.hotcut.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends what {@link Mutations} makes: some 1000 datagrams a second, and up to 20 connections at a time over which streams go in pieces. One thread, so that a seed tells all. */
final class Fuzzer implements AutoCloseable {
    private static final int TICK_NANOS = 5_000_000;
    private static final int DATAGRAMS_A_TICK = 5;
    private static final int CONNECTIONS = 20;
    private static final int PIECES_A_TICK = 3;
    private static final List<String> SOURCES = List.of("127.0.1.1", "127.0.2.1", "127.0.2.2");
    private static final List<String> CORPUS = List.of(request("INVITE", "sip:yes@example.org", ""), request("INVITE", "sip:no@example.org", ""),
            request("INVITE", "sip:silent@example.org", ""), request("INVITE", "sip:yes@example.org", "Route: <sip:127.0.0.1:5060;lr>\nSupported: 100rel, timer\n"),
            request("MESSAGE", "sip:yes@example.org", ""), request("OPTIONS", "sip:127.0.0.1:5060", ""), request("OPTIONS", "sip:no@example.org", "Accept: application/sdp\n"),
            request("REGISTER", "sip:example.org", "Expires: 60\nSupported: path, outbound, gruu\n"), request("SUBSCRIBE", "sip:yes@example.org", "Event: reg\nExpires: 60\n"),
            request("PUBLISH", "sip:yes@example.org", "Event: presence\nExpires: 60\n"), request("NOTIFY", "sip:no@example.org", "Event: reg\nSubscription-State: active\n"),
            request("BYE", "sip:yes@127.0.1.11", "Route: <sip:0123456789abcdefghijklmnopqrstuvwxyz@127.0.0.1:5060;lr>\n"), request("CANCEL", "sip:yes@example.org", ""),
            request("ACK", "sip:yes@127.0.1.11", ""), response("200 OK"), response("180 Ringing"), response("503 Service Unavailable"));

    private final Mutations mutations;
    private final InetSocketAddress server;
    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private long datagrams;
    private long connections;
    private long bytes;

    Fuzzer(long seed, InetSocketAddress server) throws IOException {
        this.mutations = new Mutations(seed, CORPUS);
        this.server = server;
        for (String source : SOURCES) {
            sockets.add(new DatagramSocket(new InetSocketAddress(source, 0)));
        }
    }

    /** A connection, and what of its stream is still to be sent. */
    private final class Stream {
        private final byte[] rest = mutations.stream(1 + mutations.number(12));
        private final Socket socket = new Socket();
        private int at;

        private Stream() throws IOException {
            socket.bind(new InetSocketAddress(SOURCES.get(mutations.number(SOURCES.size())), 0));
            socket.connect(server, 5_000);
            socket.setTcpNoDelay(true);
            connections++;
        }

        /** Sends the next piece; returns whether there is more to send and somebody to read it. */
        private boolean sendsOn() {
            int piece = Math.min(rest.length - at, 1 + mutations.number(mutations.number(4) == 0 ? 20 : 3_000));
            try {
                socket.getOutputStream().write(rest, at, piece);
                socket.getInputStream().skipNBytes(socket.getInputStream().available());
            } catch (IOException e) {
                return false; // the server would not hear more of it
            }
            at += piece;
            bytes += piece;
            return at < rest.length;
        }

        private void close(boolean hard) {
            try (socket) {
                socket.setSoLinger(hard, 0);
            } catch (IOException e) {
                return; // closed by the server
            }
        }
    }

    void run(Duration time) throws IOException {
        long start = System.nanoTime();
        for (long due = start; due - start < time.toNanos(); due += TICK_NANOS) {
            for (int i = 0; i < DATAGRAMS_A_TICK; i++) {
                datagram(mutations.next());
            }
            for (int i = 0; i < PIECES_A_TICK; i++) {
                piece();
            }
            LockSupport.parkNanos(due + TICK_NANOS - System.nanoTime());
        }
    }

    private void datagram(byte[] message) throws IOException {
        sockets.get(mutations.number(sockets.size())).send(new DatagramPacket(message, message.length, server));
        datagrams++;
        bytes += message.length;
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
            stream.close(mutations.number(2) == 0);
            streams.remove(stream);
        }
    }

    private static String request(String method, String uri, String more) {
        String to = method.equals("REGISTER") ? "sip:yes@example.org" : uri;
        return method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.1.1:9;branch=z9hG4bKSERIAL;rport\nMax-Forwards: 70\nFrom: \"Fuzz\" <sip:fuzz@example.net>;tag=SERIAL\nTo: <" + to
                + ">\nCall-ID: SERIAL\nCSeq: 1 " + method + "\nContact: <sip:fuzz@127.0.4.1:9>\n" + more + "Content-Type: application/sdp\nContent-Length: 20\n\nv=0\no=- 1 1 IN IP4 -\n";
    }

    private static String response(String status) {
        return "SIP/2.0 " + status + "\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKSERIAL\nVia: SIP/2.0/UDP 127.0.4.1:9;branch=z9hG4bKSERIAL\nFrom: <sip:a@example.org>;tag=a\nTo: <sip:b@example.org>;tag=b\n"
                + "Call-ID: SERIAL\nCSeq: 1 INVITE\nContact: <sip:b@127.0.4.1>\nContent-Length: 0\n\n";
    }

    @Override
    public String toString() {
        return datagrams + " datagrams, " + connections + " connections, " + bytes + " bytes";
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
        streams.forEach(stream -> stream.close(true));
    }
}
