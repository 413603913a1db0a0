package org.hotcut.turn.server.peer;

import java.util.regex.Pattern;

/**
 * A rule of the admin's, written {@code allow|deny NAME NETWORK [PORTS]}.
 *
 * @param name     to take it back by
 * @param allow    whether it allows
 * @param network  whom it is about
 * @param ports    which ports of these
 * @param isNarrow whether ports were given, be it all of them
 */
record PeerRule(String name, boolean allow, Network network, Ports ports, boolean isNarrow) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String ALLOW = "allow";
    private static final String DENY = "deny";

    /**
     * Makes one of what was typed.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static PeerRule of(String name, boolean allow, String network, String ports) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException('\'' + name + "' is not a name for a rule: letters, digits, dots, dashes and underscores, 64 at most");
        }
        return new PeerRule(name, allow, Network.parse(network), Ports.parse(ports), !ports.isEmpty());
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static PeerRule parse(String text) {
        String[] words = text.split("\\s+");
        if (words.length < 3 || words.length > 4 || !words[0].equals(ALLOW) && !words[0].equals(DENY)) {
            throw new IllegalArgumentException("a rule is: allow|deny NAME NETWORK [PORTS]");
        }
        return of(words[1], words[0].equals(ALLOW), words[2], words.length > 3 ? words[3] : "");
    }

    /** Returns whether a rule as it is written allows, be it readable or not. */
    static boolean isAllowing(String text) {
        return text.startsWith(ALLOW + ' ');
    }

    /** Returns whether a rule as it is written has that name, be it readable or not. */
    static boolean isNamed(String text, String name) {
        String[] words = text.split("\\s+");
        return words.length > 1 && words[1].equals(name);
    }

    /** Returns the ports as they are written; nothing when none were given. */
    String portsText() {
        return isNarrow ? ports.toString() : "";
    }

    /** Returns what it is about, in words. */
    String about() {
        return (allow ? ALLOW : DENY) + " rule " + name + " (" + network + (isNarrow ? " " + ports : "") + ')';
    }

    @Override
    public String toString() {
        return (allow ? ALLOW : DENY) + ' ' + name + ' ' + network + (isNarrow ? " " + ports : "");
    }
}
