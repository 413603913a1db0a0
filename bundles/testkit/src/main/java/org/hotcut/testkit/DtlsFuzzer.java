package org.hotcut.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Pesters a server of DTLS: ClientHellos that are none, records that fit nothing, towards nobody's session, one that is being made and one that is there; handshakes that are broken off at
 * each datagram, or of which one is changed before or after it is encrypted; bad STUN within good sessions. One thread, so that a seed tells nearly all.
 */
public final class DtlsFuzzer implements AutoCloseable {
    private static final int TICK_NANOS = 10_000_000;
    private static final int DATAGRAMS_A_TICK = 4;
    private static final int TICKS_A_HANDSHAKE = 4;
    private static final int SESSIONS = 8;
    private static final int HALVES = 8;
    /** A client sends so many datagrams till hands are shaken, if none is lost. */
    private static final int DATAGRAMS_OF_HANDSHAKE = 6;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int SHORT_MILLIS = 150;
    private static final int LONGEST = 12_000;

    private final InetSocketAddress server;
    private final List<InetAddress> sources;
    private final DtlsMutations mutations;
    private final StunMutations messages;
    private final byte[] hello;
    /** Whose hands are shaken. */
    private final List<DtlsClient> sessions = new ArrayList<>();
    /** Whose handshake was broken off without a word. */
    private final List<DtlsClient> halves = new ArrayList<>();
    private long datagrams;
    private long handshakes;
    private long made;
    private long verified;

    /**
     * Shakes hands once, as it should be.
     *
     * @param sources addresses of this machine to come from; many, for a server gives each little
     */
    public DtlsFuzzer(long seed, InetSocketAddress server, List<InetAddress> sources) throws IOException {
        this.server = server;
        this.sources = sources;
        mutations = new DtlsMutations(seed);
        messages = new StunMutations(seed, server);
        DtlsClient first = client().timeout(PATIENCE_MILLIS).shakeHands();
        hello = first.hello(false);
        keep(first);
    }

    /** Sends what is sent in so long; on a machine that is too slow for that it takes longer, three times at most. */
    public void run(Duration time) throws IOException {
        long start = System.nanoTime();
        int round = 0;
        for (long due = start; due - start < time.toNanos() && System.nanoTime() - start < 3 * time.toNanos(); due += TICK_NANOS) {
            if (++round % TICKS_A_HANDSHAKE == 0) {
                handshake();
            }
            for (int i = 0; i < DATAGRAMS_A_TICK; i++) {
                datagram();
            }
            LockSupport.parkNanos(due + TICK_NANOS - System.nanoTime());
        }
    }

    private DtlsClient client() throws IOException {
        return new DtlsClient(server, sources.get(mutations.number(sources.size()))).timeout(SHORT_MILLIS);
    }

    private void keep(DtlsClient client) throws IOException {
        made++;
        if (sessions.size() == SESSIONS) {
            leave(sessions.remove(mutations.number(sessions.size())));
        }
        sessions.add(client);
    }

    /** With a good-bye, or without. */
    private void leave(DtlsClient client) throws IOException {
        if (mutations.number(3) > 0) {
            client.leave();
        }
        client.close();
    }

    private void keepHalf(DtlsClient client) {
        if (halves.size() == HALVES) {
            halves.remove(0).close();
        }
        halves.add(client);
    }

    // --- datagrams ---

    private void datagram() throws IOException {
        datagrams++;
        switch (mutations.number(8)) {
            case 0 -> hello();
            case 1 -> message();
            case 2 -> to(sessions, mutations.hello(hello));
            case 3, 4 -> to(halves, mutations.records());
            case 5 -> copy();
            default -> to(sessions, mutations.records());
        }
    }

    /** A ClientHello without a cookie, and mostly with the one that it is answered with. */
    private void hello() throws IOException {
        DtlsClient client = client();
        byte[] bad = mutations.hello(hello);
        client.throwIn(bad);
        client.socket().setSoTimeout(20);
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        try {
            client.socket().receive(answer);
        } catch (SocketTimeoutException e) {
            client.close();
            return;
        }
        byte[] cookie = DtlsMutations.cookie(Arrays.copyOf(answer.getData(), answer.getLength()));
        if (cookie != null && mutations.number(6) > 0) {
            verified++;
            client.throwIn(DtlsMutations.withCookie(bad, mutations.number(8) > 0 ? cookie : mutations.noise(mutations.number(256))));
        }
        keepHalf(client);
    }

    /** Encrypted as it should be, and perhaps not what it says it is. */
    private void message() throws IOException {
        if (sessions.isEmpty()) {
            return;
        }
        DtlsClient client = sessions.get(mutations.number(sessions.size()));
        byte[] message = messages.next(null);
        if (message.length == 0) {
            return; // Bouncy Castle would not send it
        }
        short type = (short) (mutations.number(12) > 0 ? 23 : 20 + mutations.number(8));
        client.tampering(new DtlsClient.Tampering() {
            @Override
            public short encrypted(short intended, byte[] clear, int from, int count) {
                return type;
            }
        });
        try {
            client.send(Arrays.copyOf(message, Math.min(message.length, LONGEST)));
            client.receive(1);
        } catch (IOException e) {
            sessions.remove(client); // the server has had enough of it
            client.close();
        }
    }

    private void to(List<DtlsClient> clients, byte[] bytes) throws IOException {
        if (!clients.isEmpty()) {
            clients.get(mutations.number(clients.size())).throwIn(bytes);
        }
    }

    /** Something that was sent before, as it was or changed, from anywhere. */
    private void copy() throws IOException {
        if (sessions.isEmpty() || halves.isEmpty()) {
            return;
        }
        List<byte[]> sent = sessions.get(mutations.number(sessions.size())).sent();
        byte[] old = sent.get(mutations.number(sent.size()));
        to(mutations.number(2) == 0 ? sessions : halves, mutations.number(3) == 0 ? old : mutations.broken(old));
    }

    // --- handshakes ---

    private void handshake() throws IOException {
        handshakes++;
        DtlsClient client = client();
        boolean isGood = mutations.number(4) == 0;
        if (!isGood) {
            client.tampering(mutations.number(2) == 0 ? new Break(mutations.number(DATAGRAMS_OF_HANDSHAKE)) : new Change(mutations.number(DATAGRAMS_OF_HANDSHAKE)));
        }
        try {
            client.timeout(isGood ? 10 * SHORT_MILLIS : SHORT_MILLIS).shakeHands();
            keep(client);
        } catch (IOException e) {
            keepHalf(client); // as it was to be
        }
    }

    /** Sends so many datagrams, and then perhaps what fits nothing. */
    private final class Break implements DtlsClient.Tampering {
        private int left;

        Break(int after) {
            left = after;
        }

        @Override
        public List<byte[]> sent(byte[] datagram) throws IOException {
            if (left-- > 0) {
                return List.of(datagram);
            }
            if (left == -1) {
                throw new IOException("broken off");
            }
            return mutations.number(2) == 0 ? List.of() : List.of(mutations.records()); // instead of the alert about it
        }
    }

    /** Changes one datagram: before or after it is encrypted, or what comes before and after it. */
    private final class Change implements DtlsClient.Tampering {
        private int left;

        Change(int after) {
            left = after;
        }

        @Override
        public List<byte[]> sent(byte[] datagram) {
            if (left-- != 0) {
                return List.of(datagram);
            }
            return switch (mutations.number(5)) {
                case 0 -> List.of(mutations.broken(datagram));
                case 1 -> List.of(mutations.records(), datagram, datagram);
                case 2 -> List.of(DtlsMutations.isHello(datagram) ? mutations.hello(datagram) : mutations.broken(datagram), datagram);
                case 3 -> List.of(mutations.noise(mutations.number(200)));
                default -> List.of();
            };
        }

        @Override
        public short encrypted(short type, byte[] clear, int from, int count) {
            if (left <= 0 && mutations.number(2) == 0 && count > 0) {
                clear[from + mutations.number(Math.min(count, 16))] = (byte) mutations.number(256);
                return (short) (mutations.number(4) > 0 ? type : 20 + mutations.number(8));
            }
            return type;
        }
    }

    /** Returns how many ClientHellos that are none were answered with a cookie, which they then showed. */
    public long verified() {
        return verified;
    }

    /** Returns how many sessions were made. */
    public long sessions() {
        return made;
    }

    /** Returns whatever was sent, in words. */
    @Override
    public String toString() {
        return datagrams + " datagrams, " + handshakes + " handshakes, " + made + " sessions, " + verified + " odd ClientHellos with a cookie";
    }

    /** Says good-bye for some of the sessions; the others are forgotten by the server, when it thinks it is time. */
    @Override
    public void close() throws IOException {
        for (DtlsClient client : sessions) {
            leave(client);
        }
        halves.forEach(DtlsClient::close);
    }
}
