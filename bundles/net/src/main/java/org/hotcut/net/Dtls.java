package org.hotcut.net;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.bouncycastle.tls.DTLSVerifier;

/** Where handshakes of DTLS are done, and how many at a time; one in a running {@code net}. Any thread. */
final class Dtls {
    /** Bouncy Castle's handshake waits for its client in a thread. */
    private static final int THREADS = 16;
    private static final int QUEUE = 240;
    private static final int OF_SOURCE = 4;
    private static final Limits HANDSHAKES = new Limits(0, THREADS + QUEUE, OF_SOURCE, 0, 0, 0, 0);

    private final DtlsCrypto crypto = new DtlsCrypto(new SecureRandom());
    private final TlsPool pool = new TlsPool("hotcut-net-dtls-", THREADS, QUEUE);
    private final SourceCounts handshakes = new SourceCounts();
    private final Supplier<List<ServerKeys.Key>> keys;

    /**
     * Starts the threads.
     *
     * @param keys asked for what is presented, at each handshake; none means that there can be none
     */
    Dtls(Supplier<List<ServerKeys.Key>> keys) {
        this.keys = keys;
    }

    /** Returns what tells clients from those who only say that they are at an address; of one loop. */
    DTLSVerifier verifier() {
        return new DTLSVerifier(crypto);
    }

    boolean isReady() {
        return !keys.get().isEmpty();
    }

    DtlsServer server() {
        return new DtlsServer(crypto, keys.get());
    }

    int handshakes() {
        return handshakes.total();
    }

    /**
     * Runs a handshake soon.
     *
     * @param source for whom it is counted
     * @return why there are too many, or null
     */
    Drops.Reason begin(InetAddress source, Runnable handshake) {
        Drops.Reason tooMany = handshakes.add(source, HANDSHAKES);
        if (tooMany != null) {
            return tooMany;
        }
        try {
            pool.execute(() -> {
                try {
                    handshake.run();
                } finally {
                    handshakes.remove(source);
                }
            });
            return null;
        } catch (RejectedExecutionException e) {
            handshakes.remove(source);
            return Drops.Reason.TOO_MANY_CONNECTIONS;
        }
    }

    void shutdown() {
        pool.shutdown();
    }
}
