package org.hotcut.core.api.account;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where accounts come from, such as SQL. Behaviour; bound by its {@code hotcut.name}. Called on the blocking pool only. Exceptions mean
 * "cannot say now" (the database is down), never "no such user".
 */
@ConsumerType
public interface AccountSource {
    /** Returns all our domains. */
    List<Domain> domains() throws Exception;

    /** Returns the account, or null when there is none or it is disabled. */
    Account find(String user, String domain) throws Exception;

    /**
     * Returns the account of a user who hides his name, or null when there is none, it is disabled, or accounts are not found so here.
     *
     * @param userhash SHA-256(user:realm) (RFC 8489 section 14.4), 64 lower-case hexadecimal digits
     */
    default Account findHashed(String userhash) throws Exception {
        return null;
    }
}
