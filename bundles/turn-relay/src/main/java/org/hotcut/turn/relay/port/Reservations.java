package org.hotcut.turn.relay.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.hotcut.turn.api.Family;

/** Ports that are kept for who has the token (RFC 8656 section 7.2), each by a socket that nobody reads. No more than there are ports. */
final class Reservations {
    static final int TOKEN = 8;
    private static final long MILLIS = 30_000;
    private static final int LEAST_BUFFER = 2304;

    /**
     * A port that is kept.
     *
     * @param socket   that holds it
     * @param expires  milliseconds of the clock
     */
    record Kept(InetSocketAddress address, DatagramChannel socket, long expires) {
        void release() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e); // a datagram socket that is bound has nothing that could fail
            }
        }
    }

    private final Map<Long, Kept> byToken = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final LongSupplier clock;

    Reservations(SecureRandom random, LongSupplier clock) {
        this.random = random;
        this.clock = clock;
    }

    /** Holds a port, not yet for anybody. */
    Kept hold(InetSocketAddress address) throws IOException {
        DatagramChannel channel = OwnAddress.open(Family.of(address.getAddress()));
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, LEAST_BUFFER);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new Kept(address, channel, clock.getAsLong() + MILLIS);
    }

    /** Keeps it for whoever has the token returned. */
    byte[] keep(Kept kept) {
        byte[] token = new byte[TOKEN];
        do {
            random.nextBytes(token);
        } while (byToken.putIfAbsent(number(token), kept) != null);
        return token;
    }

    /** Returns what is kept for a token, once; null when there is nothing, or no more. */
    Kept take(byte[] token) {
        return token.length == TOKEN ? byToken.remove(number(token)) : null;
    }

    boolean isOver(Kept kept) {
        return clock.getAsLong() >= kept.expires();
    }

    /** Gives those that are over, or all, to be released. */
    void sweep(boolean all, Consumer<Kept> over) {
        byToken.forEach((token, kept) -> {
            if ((all || isOver(kept)) && byToken.remove(token, kept)) {
                over.accept(kept);
            }
        });
    }

    int size() {
        return byToken.size();
    }

    private static long number(byte[] token) {
        return ByteBuffer.wrap(token).getLong();
    }
}
