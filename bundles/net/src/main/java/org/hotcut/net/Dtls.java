package org.hotcut.net;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the handshakes of DTLS are done with, and where; one in a running {@code net}. Any thread. */
final class Dtls {
    private final DtlsCrypto crypto = new DtlsCrypto(new SecureRandom());
    private final DtlsPlaces places;
    private final Supplier<List<ServerKeys.Key>> keys;

    /**
     * Starts the threads.
     *
     * @param keys asked for what is presented, at each handshake; none means that there can be none
     */
    Dtls(Supplier<List<ServerKeys.Key>> keys, DtlsPlaces.Bounds bounds) {
        this.keys = keys;
        places = new DtlsPlaces(bounds, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /**
     * Returns what tells clients from those who only say that they are at an address; of one loop.
     *
     * @param clock milliseconds of that loop
     */
    DtlsCookies cookies(LongSupplier clock) {
        return new DtlsCookies(crypto, clock);
    }

    boolean isReady() {
        return !keys.get().isEmpty();
    }

    DtlsServer server() {
        return new DtlsServer(crypto, keys.get(), places.bounds().timeoutMillis());
    }

    DtlsPlaces places() {
        return places;
    }
}
