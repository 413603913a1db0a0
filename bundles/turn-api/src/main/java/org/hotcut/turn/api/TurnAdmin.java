package org.hotcut.turn.api;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/** Peers that are allowed or denied by name, and credentials: what the shell calls and {@code turn-server} implements. Errors are {@link IllegalArgumentException} with a sentence for the admin. */
@ConsumerType
public interface TurnAdmin {
    /**
     * A rule for peers. Named ones are before those that are there from the start, what was given last before all others; the first that fits decides.
     *
     * @param name    of the admin's, or of ours
     * @param allow   whether it allows
     * @param network address or network, {@code 192.0.2.0/24}
     * @param ports   from and to of the ports meant, {@code 10000-20000}; empty for all
     * @param builtIn whether it is there from the start
     */
    record Rule(String name, boolean allow, String network, String ports, boolean builtIn) { }

    /**
     * User name and password for a client, good for a time.
     *
     * @param username of the form {@code time:user}
     * @param password for it
     * @param until    milliseconds since 1970
     */
    record Credentials(String username, String password, long until) { }

    /** Returns all rules in the order in which they are asked. */
    List<Rule> rules();

    /** Adds a rule before the others, instead of that of this name if there is one; in force within a second when this returns, and after a restart. */
    void put(String name, boolean allow, String network, String ports) throws Exception;

    /** Takes a rule back. Returns whether there was one. */
    boolean remove(String name) throws Exception;

    /**
     * Makes credentials for an account or any other name.
     *
     * @param user         {@code alice@example.org}
     * @param seconds      how long they can be used for new allocations
     * @param registration whether they are to hold only as long as the user's present SIP registration
     */
    Credentials credentials(String user, long seconds, boolean registration) throws Exception;
}
