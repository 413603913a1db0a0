package org.hotcut.turn.server.auth;

import java.util.Arrays;

import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;

/** What a request says of who asks, and what it proves it by. */
final class Claim {
    private static final int USERHASH_LENGTH = 32;

    private final StunMessage message;
    private final String username;
    private final byte[] userhash;
    private final String realm;
    private final String nonce;
    private final int algorithm;

    private Claim(StunMessage message, String username, byte[] userhash, String realm, String nonce, int algorithm) {
        this.message = message;
        this.username = username;
        this.userhash = userhash;
        this.realm = realm;
        this.nonce = nonce;
        this.algorithm = algorithm;
    }

    /** Returns whether a request claims anything at all. */
    static boolean isIn(StunMessage message) {
        return message.has(Stun.MESSAGE_INTEGRITY) || message.has(Stun.MESSAGE_INTEGRITY_SHA256);
    }

    /** Returns what a request claims; null when something is missing or longer than it may be, and it gets 400. Which algorithm it means says {@link #by}. */
    static Claim of(StunMessage message) {
        String username = message.text(Stun.USERNAME);
        byte[] userhash = message.bytes(Stun.USERHASH, USERHASH_LENGTH);
        String realm = message.text(Stun.REALM);
        String nonce = message.text(Stun.NONCE);
        boolean named = username != null || !message.has(Stun.USERNAME) && userhash != null && userhash.length == USERHASH_LENGTH;
        return named && realm != null && nonce != null ? new Claim(message, username, username == null ? userhash : null, realm, nonce, 0) : null;
    }

    /**
     * Returns this claim with the password algorithm that it means by the rules against bidding down (RFC 8489 section 9.2.4); null when they are broken, and it gets 400.
     *
     * @param offered in PASSWORD-ALGORITHMS beside the nonce, none when it was not there
     */
    Claim by(int[] offered) {
        boolean one = message.has(Stun.PASSWORD_ALGORITHM);
        boolean all = message.has(Stun.PASSWORD_ALGORITHMS);
        if (offered.length == 0 || !one && !all) {
            return new Claim(message, username, userhash, realm, nonce, Stun.MD5);
        }
        int number = message.passwordAlgorithm();
        // section 9.2.3.2 has later requests without the list: then nobody was bid down if it is what we like best
        boolean right = all ? Arrays.equals(message.passwordAlgorithms(), offered) && Arrays.stream(offered).anyMatch(each -> each == number) : number == offered[0];
        return right ? new Claim(message, username, userhash, realm, nonce, number) : null;
    }

    /** Returns USERNAME, or null when there is USERHASH in its place. */
    String username() {
        return username;
    }

    /** Returns USERHASH, or null. */
    byte[] userhash() {
        return userhash;
    }

    String realm() {
        return realm;
    }

    String nonce() {
        return nonce;
    }

    /** Returns {@link Stun#MD5} or {@link Stun#SHA256}. */
    int algorithm() {
        return algorithm;
    }

    /** Returns whether the response is protected by MESSAGE-INTEGRITY-SHA256: when PASSWORD-ALGORITHM is there or the list, and only then (end of section 9.2.4). */
    boolean isAnsweredBySha256() {
        return message.has(Stun.PASSWORD_ALGORITHM) || message.has(Stun.PASSWORD_ALGORITHMS);
    }

    /** Returns whether it names the user of that name. */
    boolean names(String name) {
        return username != null ? username.equals(name) : Arrays.equals(userhash, LongTermKey.userHash(name, realm));
    }

    /** Returns the key that a password makes. */
    byte[] keyOf(String password) {
        return LongTermKey.of(algorithm, username, realm, password);
    }

    /** Returns whether the request was made by who has this key: by MESSAGE-INTEGRITY-SHA256 where it is there, else by MESSAGE-INTEGRITY. */
    boolean isMadeWith(byte[] key) {
        return message.has(Stun.MESSAGE_INTEGRITY_SHA256) ? message.isIntegritySha256Right(key) : message.isIntegrityRight(key);
    }
}
