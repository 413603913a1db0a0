package org.hotcut.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import org.hotcut.core.api.Keys;

/**
 * The keys of session tickets (RFC 5077, RFC 8446 section 2.2), made of those that {@code core-state} keeps, so that they outlive a restart. There is a new one at
 * the first use after each start and each day; the four before it still open tickets. Each listener has keys of its own, and others when it asks others for
 * certificates: a ticket that was given without a question must not spare anybody the question. Safe for any thread.
 */
final class TicketKeys {
    static final String PURPOSE = "tls-ticket";
    private static final int OLDER = 4;
    private static final int IDS = 256;
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

    private final LongSupplier nanos;
    private Keys keys;
    private long rotatedAt;
    private volatile List<SecretKey> secrets = List.of();

    /**
     * Begins without keys.
     *
     * @param nanos a clock like that of {@link System#nanoTime}
     */
    TicketKeys(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void bind(Keys found) {
        keys = found;
    }

    /** What was made of them holds on. */
    synchronized void unbind(Keys gone) {
        if (keys == gone) {
            keys = null;
        }
    }

    boolean isReady() {
        return !secrets.isEmpty();
    }

    /** Makes a new key if there is none of this run or of this day; may wait for the disk. Returns whether it did. */
    synchronized boolean renew() {
        if (keys == null || isReady() && nanos.getAsLong() - rotatedAt < DAY_NANOS) {
            return false;
        }
        List<SecretKey> found = new ArrayList<>();
        Keys.Key newest = keys.rotate(PURPOSE);
        found.add(newest.secret());
        for (int age = 1; age <= OLDER; age++) {
            Keys.Key older = keys.find(PURPOSE, Math.floorMod(newest.id() - age, IDS));
            if (older != null) {
                found.add(older.secret());
            }
        }
        secrets = List.copyOf(found);
        rotatedAt = nanos.getAsLong();
        return true;
    }

    /** Returns the keys for a listener, the one for new tickets first. */
    OpenSslSessionTicketKey[] of(String listener, TlsPolicy policy) {
        String label = String.join("\n", listener, Boolean.toString(policy.oldDevices()), String.join(" ", policy.versions()), policy.clients().name(), policy.trust());
        return secrets.stream().map(secret -> key(secret, label)).toArray(OpenSslSessionTicketKey[]::new);
    }

    private static OpenSslSessionTicketKey key(SecretKey secret, String label) {
        byte[] first = derived(secret, "1\n" + label);
        byte[] second = derived(secret, "2\n" + label);
        int size = OpenSslSessionTicketKey.NAME_SIZE;
        return new OpenSslSessionTicketKey(Arrays.copyOf(first, size), Arrays.copyOfRange(first, size, size + OpenSslSessionTicketKey.HMAC_KEY_SIZE),
            Arrays.copyOf(second, OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private static byte[] derived(SecretKey secret, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
