package org.hotcut.sip.core.transaction;

/**
 * What a request is matched by (RFC 3261 section 17.2.3): branch, sent-by and method, ACK being matched as INVITE. For peers without the magic
 * cookie the branch is a text of everything that section names.
 */
public final class ServerKey {
    private final String branch;
    private final String host;
    private final int port;
    private final String method;
    private final long hash;

    /**
     * Makes a key.
     *
     * @param branch of the top Via
     * @param host   sent-by host, lower case
     * @param port   sent-by port, -1 when absent
     * @param method of the request
     */
    public ServerKey(String branch, String host, int port, String method) {
        this.branch = branch;
        this.host = host;
        this.port = port;
        this.method = method;
        hash = KeyedHash.of(branch, host, port, method);
    }

    /** Returns the branch of the top Via. */
    public String branch() {
        return branch;
    }

    /** Returns the host of sent-by, lower case. */
    public String host() {
        return host;
    }

    /** Returns the port of sent-by, -1 when absent. */
    public int port() {
        return port;
    }

    /** Returns the request's method. */
    public String method() {
        return method;
    }

    /** Returns a hash of all of it; which keys have the same one, nobody outside can work out. */
    long hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerKey key && hash == key.hash && branch.equals(key.branch) && method.equals(key.method) && port == key.port && host.equals(key.host);
    }

    @Override
    public int hashCode() {
        return (int) hash;
    }

    @Override
    public String toString() {
        return method + ' ' + branch + ' ' + host + ':' + port;
    }
}
