package org.hotcut.turn.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.hotcut.core.api.Keys;
import org.hotcut.turn.api.TurnAdmin.Credentials;

/**
 * Credentials that somebody who knows a secret makes for others, as the "TURN REST API" has it: user name {@code time:user}, password base64(HMAC(secret, user name)). By the
 * admin's secrets with SHA-1 or SHA-256, for they are made elsewhere; by a secret of our own, of which nobody else knows, with SHA-256. Safe for any thread.
 */
public final class TimeLimited {
    private static final String PURPOSE = "turn-credentials";
    private static final int OLDER_KEYS = 4;
    private static final int KEY_IDS = 256;

    private final Keys keys;
    private final List<byte[]> secrets;
    private final String separator;

    /**
     * Prepares for these secrets and our own.
     *
     * @param secrets   of the admin, none of them empty
     * @param separator between time and user; a blank one is the usual colon
     */
    public TimeLimited(Keys keys, String[] secrets, String separator) {
        this.keys = keys;
        this.secrets = Arrays.stream(secrets).map(TimeLimited::utf8).toList();
        this.separator = separator.isBlank() ? ":" : separator.strip();
        keys.current(PURPOSE); // so that no loop ever waits for it
    }

    /**
     * Makes credentials by our own secret.
     *
     * @param user    {@code alice@example.org}, or any name
     * @param binding key of the registration with which they end, or 0
     * @param until   when they end, milliseconds since 1970; rounded down to seconds
     */
    public Credentials mint(String user, long binding, long until) {
        TimedName name = new TimedName(until, binding == 0 ? user : user + separator + binding);
        String username = name.text(separator);
        return new Credentials(username, password(Hmac.SHA256, keys.current(PURPOSE).secret().getEncoded(), username), TimedName.of(username, separator).until());
    }

    /** What stands in a user name, and the key to which its password led. */
    record Match(TimedName name, byte[] key) { }

    /** Returns by which of the passwords that a user name may have a claim was made; null when by none. One that is over may match. */
    Match match(Claim claim) {
        TimedName name = claim.username() == null ? null : TimedName.of(claim.username(), separator);
        if (name == null) {
            return null;
        }
        for (String password : passwords(claim.username())) {
            byte[] key = claim.keyOf(password);
            if (claim.isMadeWith(key)) {
                return new Match(name, key);
            }
        }
        return null;
    }

    String separator() {
        return separator;
    }

    private List<String> passwords(String username) {
        List<String> passwords = new ArrayList<>();
        Keys.Key current = keys.current(PURPOSE);
        passwords.add(password(Hmac.SHA256, current.secret().getEncoded(), username));
        for (byte[] secret : secrets) {
            passwords.add(password(Hmac.SHA1, secret, username));
            passwords.add(password(Hmac.SHA256, secret, username));
        }
        for (int i = 1; i <= OLDER_KEYS; i++) {
            Keys.Key older = keys.find(PURPOSE, Math.floorMod(current.id() - i, KEY_IDS));
            if (older != null) {
                passwords.add(password(Hmac.SHA256, older.secret().getEncoded(), username));
            }
        }
        return passwords;
    }

    private static String password(Hmac hmac, byte[] secret, String username) {
        return Base64.getEncoder().encodeToString(hmac.of(secret, utf8(username)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
