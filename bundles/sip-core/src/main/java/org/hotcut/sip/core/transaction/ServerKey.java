package org.hotcut.sip.core.transaction;

/**
 * What a request is matched by (RFC 3261 section 17.2.3): branch, sent-by and method, ACK being matched as INVITE. For peers without the magic
 * cookie the branch is a text of everything that section names.
 *
 * @param branch of the top Via
 * @param host   sent-by host, lower case
 * @param port   sent-by port, -1 when absent
 * @param method of the request
 */
public record ServerKey(String branch, String host, int port, String method) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ServerKey key && branch.equals(key.branch) && method.equals(key.method) && port == key.port && host.equals(key.host);
    }

    @Override
    public int hashCode() {
        return branch.hashCode() * 31 + method.hashCode();
    }
}
