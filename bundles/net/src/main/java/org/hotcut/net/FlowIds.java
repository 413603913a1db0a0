package org.hotcut.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers for flows: those of streams have the top bit 0, those of UDP 1. */
final class FlowIds {
    /** 2020-01-01T00:00:00Z. */
    private static final long EPOCH_MILLIS = 1_577_836_800_000L;
    private static final int COUNTER_BITS = 22;

    /**
     * Milliseconds of the start in the high bits, a counter in the low ones that may carry over: a later start begins above every id of
     * an earlier one, unless that opened more than four million connections in each millisecond of its life.
     */
    private final AtomicLong streams;

    FlowIds(long startMillis) {
        streams = new AtomicLong(startMillis - EPOCH_MILLIS << COUNTER_BITS & Long.MAX_VALUE);
    }

    long nextStream() {
        return streams.incrementAndGet() & Long.MAX_VALUE;
    }

    /** Ids of one UDP endpoint. Safe for any thread. */
    static final class Udp {
        private final MessageDigest endpoint;

        Udp(String name) {
            endpoint = sha256();
            endpoint.update(name.getBytes(StandardCharsets.UTF_8));
            endpoint.update((byte) 0);
        }

        /**
         * Computes the id from endpoint, address and port. A cryptographic hash, because a peer with a whole IPv6 prefix of its own could
         * otherwise choose the address whose id is somebody else's.
         */
        long of(InetSocketAddress remote) {
            MessageDigest digest = copy();
            digest.update(remote.getAddress().getAddress());
            digest.update((byte) (remote.getPort() >> 8));
            digest.update((byte) remote.getPort());
            return ByteBuffer.wrap(digest.digest()).getLong() | Long.MIN_VALUE;
        }

        private MessageDigest copy() {
            try {
                return (MessageDigest) endpoint.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("SHA-256 of this JDK cannot be copied", e);
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JDK has no SHA-256", e);
            }
        }
    }
}
