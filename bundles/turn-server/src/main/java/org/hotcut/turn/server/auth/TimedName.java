package org.hotcut.turn.server.auth;

/**
 * A user name that says itself until when it is good: {@code 1767225600:alice}, or the time alone.
 *
 * @param until milliseconds since 1970
 * @param user  what follows the separator; empty when it is the time alone
 */
record TimedName(long until, String user) {
    private static final int MOST_DIGITS = 15;
    private static final long SECOND = 1000;

    /** Returns what a user name says, or null when it is not of this form; one with control characters, which no name has (RFC 8265 section 4.2) and logs would show, never is. */
    static TimedName of(String username, String separator) {
        int digits = 0;
        while (digits < username.length() && username.charAt(digits) >= '0' && username.charAt(digits) <= '9') {
            digits++;
        }
        boolean alone = digits == username.length();
        if (digits == 0 || digits > MOST_DIGITS || !alone && !username.startsWith(separator, digits) || username.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        String user = alone ? "" : username.substring(digits + separator.length());
        return new TimedName(Long.parseLong(username.substring(0, digits)) * SECOND, user);
    }

    /** Returns the user name; the time is rounded down to seconds. */
    String text(String separator) {
        return until / SECOND + (user.isEmpty() ? "" : separator + user);
    }

    /** Returns whether it is good no more. */
    boolean isOver(long now) {
        return now >= until;
    }
}
