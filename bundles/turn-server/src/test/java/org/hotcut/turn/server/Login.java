package org.hotcut.turn.server;

import java.util.Arrays;

import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;

/** What a client answers to a challenge; each part can be made wrong. */
final class Login {
    final String user;
    final String password;
    String realm;
    String nonce;
    int[] offered;
    /** Of PASSWORD-ALGORITHM; 0 for a client that knows nothing of it. */
    int algorithm;
    boolean echoes = true;
    boolean isHashed;
    boolean sha256;

    private Login(String user, String password, int algorithm) {
        this.user = user;
        this.password = password;
        this.algorithm = algorithm;
        this.sha256 = algorithm != 0;
    }

    /** A client of RFC 5389. */
    static Login old(String user, String password) {
        return new Login(user, password, 0);
    }

    static Login md5(String user, String password) {
        return new Login(user, password, Stun.MD5);
    }

    static Login sha256(String user, String password) {
        return new Login(user, password, Stun.SHA256);
    }

    Login hashed() {
        isHashed = true;
        return this;
    }

    /** Takes what a challenge says. */
    Login challenged(StunMessage challenge) {
        realm = challenge.text(Stun.REALM);
        nonce = challenge.text(Stun.NONCE);
        offered = challenge.passwordAlgorithms();
        return this;
    }

    byte[] key() {
        return LongTermKey.of(algorithm == 0 ? Stun.MD5 : algorithm, user, realm, password);
    }

    StunWriter sign(StunWriter request) {
        if (isHashed) {
            request.attribute(Stun.USERHASH, LongTermKey.userHash(user, realm));
        } else {
            request.text(Stun.USERNAME, user);
        }
        request.text(Stun.REALM, realm).text(Stun.NONCE, nonce);
        if (algorithm != 0) {
            request.passwordAlgorithm(algorithm);
        }
        if (algorithm != 0 && echoes) {
            request.passwordAlgorithms(Arrays.copyOf(offered, offered.length));
        }
        return sha256 ? request.messageIntegritySha256(key()) : request.messageIntegrity(key());
    }
}
