package org.hotcut.core.state.account;

/** A user name, compared with case, and a domain in the form of its table. */
record UserKey(String user, String domain) {
    /** Tells whether this is that user, or (user null) of that domain; both null match all. */
    boolean matches(String otherUser, String otherDomain) {
        return (otherDomain == null || otherDomain.equals(domain)) && (otherUser == null || otherUser.equals(user));
    }
}
