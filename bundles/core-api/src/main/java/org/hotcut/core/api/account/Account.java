package org.hotcut.core.api.account;

import java.util.Map;

/**
 * A user and what proves a password.
 *
 * @param user   the part before the @, as stored; compared with case (RFC 3261 section 19.1.4)
 * @param domain lower case
 * @param realm  the realm the hashes are for
 * @param ha1    by algorithm; a row may have only some
 */
public record Account(String user, String domain, String realm, Map<DigestAlgorithm, Ha1> ha1) {
    /**
     * H(user:realm:password) in lower-case hexadecimal digits.
     *
     * @param plain      for the user name {@code alice}
     * @param withDomain for the user name {@code alice@domain}; null when not stored
     */
    public record Ha1(String plain, String withDomain) { }

    /** Returns {@code user@domain}. */
    public String address() {
        return user + '@' + domain;
    }
}
