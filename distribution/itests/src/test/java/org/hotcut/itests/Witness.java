package org.hotcut.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A well-behaved user at three phones, over UDP, TCP and TLS, who registers again and again and remembers how long the answers took. */
final class Witness implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;
    private static final long PATIENCE_SECONDS = 120;

    private final List<Phone> phones = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private int registrations;
    private long slowestMillis;
    private String failure;

    Witness(String user, SSLContext tls) throws IOException {
        phones.add(new Phone(Line.udp(Edge.port("udp")), user, user));
        phones.add(new Phone(Line.stream("TCP", new Socket(InetAddress.getLoopbackAddress(), Edge.port("tcp"))), user, user));
        phones.add(new Phone(Line.stream("TLS", tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), Edge.port("tls"))), user, user));
        for (Phone phone : phones) {
            phone.register();
        }
        thread.scheduleWithFixedDelay(this::register, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void register() {
        long start = System.nanoTime();
        try {
            phones.get(registrations % phones.size()).register();
            registrations++;
        } catch (IOException | AssertionError e) {
            failure = e.toString();
        }
        slowestMillis = Math.max(slowestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Returns what was wrong with the answers, or null when each came soon. */
    synchronized String complaint(long patienceMillis) {
        for (Phone phone : phones) {
            if (!phone.errors().isEmpty()) {
                return phone.errors().toString();
            }
        }
        if (failure != null) {
            return failure;
        }
        return slowestMillis > patienceMillis ? "a registration took " + slowestMillis + " ms" : registrations == 0 ? "nothing was answered" : null;
    }

    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Phone phone : phones) {
            phone.unregister();
            phone.close();
        }
    }
}
