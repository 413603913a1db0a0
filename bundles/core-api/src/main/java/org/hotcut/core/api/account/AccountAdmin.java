package org.hotcut.core.api.account;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes domains and users: what the shell calls and {@code accounts} implements. Blocks (SQL); call it from an admin's thread. Effects are
 * in force when a method returns. Errors are {@link IllegalArgumentException} with a sentence for the admin, or what the database said.
 */
@ConsumerType
public interface AccountAdmin {
    /** Adds a domain; realm null means its name, offers empty means MD5. */
    void addDomain(String name, String realm, List<DigestAlgorithm> offers) throws Exception;

    /** Removes a domain and all its users. */
    void removeDomain(String name) throws Exception;

    /** Returns all domains. */
    List<Domain> domains() throws Exception;

    /** Adds a user; only hashes of the password are kept. */
    void addUser(String user, String domain, char[] password) throws Exception;

    /** Removes a user. */
    void removeUser(String user, String domain) throws Exception;

    /** Gives a user another password. */
    void setPassword(String user, String domain, char[] password) throws Exception;

    /** Returns user names of a domain in order, after the one given (null for the first), at most so many. */
    List<String> users(String domain, String after, int most) throws Exception;
}
