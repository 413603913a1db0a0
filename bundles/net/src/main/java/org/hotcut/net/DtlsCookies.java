package org.hotcut.net;

import java.util.function.LongSupplier;

import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.DatagramSender;

/**
 * Tells clients from those who only say that they are at an address (RFC 6347 section 4.2.1). The secret is another each minute, so that a cookie is good for two at most:
 * whoever had the address before, or listened once, has nothing for later. Of one loop.
 */
final class DtlsCookies {
    static final long PERIOD_MILLIS = 60_000;
    private static final DatagramSender NOBODY = new DatagramSender() {
        @Override
        public int getSendLimit() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void send(byte[] bytes, int from, int count) {
            // who does not show the old cookie is answered with the new one
        }
    };

    private final DtlsCrypto crypto;
    private final LongSupplier clock;
    private DTLSVerifier present;
    /** Null when nobody can have a cookie of before. */
    private DTLSVerifier before;
    private long since;

    /**
     * Begins with a secret of its own.
     *
     * @param clock milliseconds, which never go back
     */
    DtlsCookies(DtlsCrypto crypto, LongSupplier clock) {
        this.crypto = crypto;
        this.clock = clock;
        present = new DTLSVerifier(crypto);
        since = clock.getAsLong();
    }

    /**
     * Reads a ClientHello. Who shows no cookie that is good is sent one, which is shorter than what he sent.
     *
     * @param named whoever sent it
     * @return null when he has not shown that he is there, or it is none
     */
    DTLSRequest check(byte[] named, byte[] hello, DatagramSender client) {
        renew();
        try {
            return read(named, hello, client);
        } catch (IllegalArgumentException e) { // of what is reserved, such as version 0xFEFE
            return null;
        }
    }

    private DTLSRequest read(byte[] named, byte[] hello, DatagramSender client) {
        if (before != null && DtlsRecords.showsCookie(hello)) {
            DTLSRequest request = before.verifyRequest(named, hello, 0, hello.length, NOBODY);
            if (request != null) {
                return request;
            }
        }
        return present.verifyRequest(named, hello, 0, hello.length, client);
    }

    private void renew() {
        long now = clock.getAsLong();
        long passed = now - since;
        if (passed < PERIOD_MILLIS) {
            return;
        }
        before = passed < 2 * PERIOD_MILLIS ? present : null;
        present = new DTLSVerifier(crypto);
        since = now;
    }
}
