package org.hotcut.sip.registrar;

import java.util.Set;

/** The media feature tags among the parameters of a Contact (RFC 3840 section 9). */
final class Features {
    /** Those of section 10 and of the registry that bear no plus sign. */
    private static final Set<String> BASE = Set.of("audio", "automata", "class", "duplex", "data", "control", "mobility", "description", "events", "priority",
        "methods", "schemes", "application", "video", "language", "type", "isfocus", "actor", "text", "extensions");
    private static final int LONGEST_BASE = 11;
    private static final int LONGEST = 500;
    private static final String INSTANCE = "+sip.instance";

    private Features() { }

    /**
     * Returns them as they stand, parted by semicolons; null when there are none. More than 500 characters are not kept.
     *
     * @param contact the whole value
     */
    static String of(String contact) {
        StringBuilder found = null;
        int next = paramsOf(contact);
        while (next < contact.length()) {
            int start = next + 1;
            next = end(contact, start);
            if (!isFeature(contact, start, next)) {
                continue;
            }
            if (found == null) {
                found = new StringBuilder();
            }
            String text = contact.substring(start, next).strip();
            if (found.length() + text.length() + 1 > LONGEST) {
                break;
            }
            found.append(found.length() == 0 ? "" : ";").append(text);
        }
        return found == null || found.length() == 0 ? null : found.toString();
    }

    /** Returns where the first semicolon of the header's own parameters is. */
    private static int paramsOf(String contact) {
        boolean quoted = false;
        boolean inBrackets = false;
        for (int i = 0; i < contact.length(); i++) {
            char c = contact.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<' || c == '>') {
                inBrackets = c == '<';
            } else if (c == ';' && !inBrackets) {
                return i;
            }
        }
        return contact.length();
    }

    private static int end(String contact, int start) {
        boolean quoted = false;
        for (int i = start; i < contact.length(); i++) {
            char c = contact.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return contact.length();
    }

    private static boolean isFeature(String contact, int start, int end) {
        int from = start;
        while (from < end && contact.charAt(from) <= ' ') {
            from++;
        }
        int to = from;
        while (to < end && contact.charAt(to) > ' ' && contact.charAt(to) != '=') {
            to++;
        }
        if (from == to) {
            return false;
        }
        if (contact.charAt(from) == '+') {
            return to - from != INSTANCE.length() || !contact.regionMatches(true, from, INSTANCE, 0, INSTANCE.length());
        }
        return to - from <= LONGEST_BASE && BASE.contains(contact.substring(from, to).toLowerCase(java.util.Locale.ROOT));
    }
}
