package org.hotcut.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import org.hotcut.testkit.TurnClient;
import org.hotcut.testkit.TurnWire;

/**
 * Asks a server by UDP and by one TCP connection, again and again, for the address it sees (STUN Binding): as a client does, which repeats over UDP what was not answered. And, if it
 * is to, by a DTLS session, which is another one each time.
 */
final class TurnProber implements AutoCloseable {
    private static final long PAUSE_NANOS = 100_000_000;
    private final InetSocketAddress server;
    private final InetSocketAddress dtls;
    private final InetAddress from;
    private final Callable<String> threads;
    private final List<String> complaints = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "probe");
    private int probes;
    private volatile boolean ended;

    /**
     * Starts asking.
     *
     * @param from    an address of this machine that nobody else asks from
     * @param threads says what the server does at the moment of a complaint
     */
    TurnProber(InetSocketAddress server, InetAddress from, Callable<String> threads) {
        this(server, null, from, threads);
    }

    /**
     * The same.
     *
     * @param dtls where DTLS is spoken
     */
    TurnProber(InetSocketAddress server, InetSocketAddress dtls, InetAddress from, Callable<String> threads) {
        this.server = server;
        this.dtls = dtls;
        this.from = from;
        this.threads = threads;
        thread.start();
    }

    /** Ends it and returns what went wrong, or that it did not run. */
    List<String> complaints() throws InterruptedException {
        ended = true;
        thread.join();
        if (probes == 0) {
            complaints.add("no probe was answered");
        }
        return complaints;
    }

    private void run() {
        try (TurnClient udp = new TurnClient(TurnWire.udp(server, from)); TurnClient tcp = new TurnClient(TurnWire.tcp(server, from))) {
            while (!ended && complaints.isEmpty()) {
                ask(udp);
                ask(tcp);
                if (dtls != null) {
                    try (TurnClient client = new TurnClient(TurnWire.dtls(dtls, from))) {
                        ask(client);
                    }
                }
                probes++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException | AssertionError e) {
            complaints.add(e.toString());
        }
        if (!complaints.isEmpty()) {
            complaints.add(threads());
        }
    }

    private void ask(TurnClient client) throws IOException {
        InetSocketAddress seen = client.binding();
        if (!client.local().equals(seen)) {
            complaints.add(client.local() + " is seen as " + seen);
        }
    }

    private String threads() {
        try {
            return threads.call();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        ended = true;
    }
}
