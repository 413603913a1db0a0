package org.hotcut.sip.location;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.hotcut.core.api.Keys;
import org.hotcut.hash.SipHash;
import org.hotcut.sip.api.location.Binding;

/**
 * Numbers of devices ({@link Binding#key}), by SipHash with a key that only this server knows and that outlives it: nobody can choose a Contact to meet the
 * number of another device. Safe for any thread.
 */
final class DeviceKeys {
    private static final String PURPOSE = "device";

    private final SipHash hash;

    DeviceKeys(Keys keys) {
        hash = new SipHash(sha256(keys.current(PURPOSE).secret().getEncoded()));
    }

    /** Returns the number, never 0. */
    long of(Binding binding) {
        String instance = binding.instance();
        long key = instance == null ? hash.of(binding.address(), binding.contact(), -1) : hash.of(binding.address(), instance, binding.regId());
        return key == 0 ? 1 : key;
    }

    private static byte[] sha256(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
