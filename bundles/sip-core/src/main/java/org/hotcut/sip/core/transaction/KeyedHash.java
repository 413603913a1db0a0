package org.hotcut.sip.core.transaction;

import java.net.InetAddress;
import java.security.SecureRandom;

import org.hotcut.hash.SipHash;

/** Hashes with a secret of this run: strangers choose branches and addresses, and would choose those that meet in one bucket. */
final class KeyedHash {
    private static final SipHash HASH = new SipHash(secret());

    private KeyedHash() { }

    private static byte[] secret() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    static long of(String branch, String host, int port, String method) {
        return HASH.of(branch, host, port) + Long.rotateLeft(HASH.of(0, method), 1);
    }

    static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HASH.of(0, bytes, 0, bytes.length);
    }
}
