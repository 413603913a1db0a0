package org.hotcut.sip.message;

import java.util.Arrays;

/** The header fields we know by number, so that a look-up compares no text. */
final class HeaderNames {
    static final int OTHER = 0;
    static final int VIA = 1;
    static final int FROM = 2;
    static final int TO = 3;
    static final int CALL_ID = 4;
    static final int CSEQ = 5;
    static final int MAX_FORWARDS = 6;
    static final int CONTENT_LENGTH = 7;
    static final int CONTACT = 8;
    static final int ROUTE = 9;
    static final int RECORD_ROUTE = 10;
    static final int PATH = 11;
    static final int TIMESTAMP = 12;
    static final int MAX_BREADTH = 13;

    private static final String[] KNOWN = {
        "via v", "from f", "to t", "call-id i", "cseq", "max-forwards", "content-length l", "contact m", "route", "record-route", "path", "timestamp",
        "max-breadth", "content-type c", "expires", "min-expires", "authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate", "user-agent",
        "server", "subject s", "event o", "subscription-state", "session-expires x", "min-se", "refer-to r", "referred-by b", "replaces", "date", "rseq",
        "rack", "identity y", "request-disposition d"};
    private static final String[] LISTS = {
        "accept", "accept-encoding", "accept-language", "accept-contact a", "reject-contact j", "alert-info", "allow", "allow-events u", "call-info",
        "content-encoding e", "content-language", "diversion", "error-info", "history-info", "in-reply-to", "p-asserted-identity", "p-preferred-identity",
        "permission-missing", "privacy", "proxy-require", "reason", "require", "security-client", "security-server", "security-verify", "service-route",
        "supported k", "unsupported", "warning"};
    private static final int FIRST_LIST = KNOWN.length + 1;
    private static final Name[][] SLOTS = new Name[128][0];

    static final int ACCEPT_CONTACT;
    static final int REJECT_CONTACT;
    static final int REQUEST_DISPOSITION;

    static {
        add(KNOWN, 1);
        add(LISTS, FIRST_LIST);
        ACCEPT_CONTACT = id("Accept-Contact");
        REJECT_CONTACT = id("Reject-Contact");
        REQUEST_DISPOSITION = id("Request-Disposition");
    }

    private record Name(String lower, int id) { }

    private HeaderNames() { }

    private static void add(String[] names, int first) {
        for (int i = 0; i < names.length; i++) {
            for (String form : names[i].split(" ")) {
                int slot = slot(form.length(), form.charAt(0));
                SLOTS[slot] = Arrays.copyOf(SLOTS[slot], SLOTS[slot].length + 1);
                SLOTS[slot][SLOTS[slot].length - 1] = new Name(form, first + i);
            }
        }
    }

    private static int slot(int length, int letter) {
        return (letter | 0x20) + 31 * length & 127;
    }

    /** Returns the number of the name that stands there, long or compact, any case; {@link #OTHER} when we do not know it. */
    static int id(byte[] bytes, int start, int end) {
        for (Name name : SLOTS[slot(end - start, bytes[start])]) {
            if (Bytes.equalsIgnoreCase(bytes, start, end, name.lower)) {
                return name.id;
            }
        }
        return OTHER;
    }

    static int id(String name) {
        if (name.isEmpty()) {
            return OTHER;
        }
        for (Name known : SLOTS[slot(name.length(), name.charAt(0))]) {
            if (known.lower.equalsIgnoreCase(name)) {
                return known.id;
            }
        }
        return OTHER;
    }

    /** Returns the long form of a name in lower case, or the name when we do not know it. */
    static String longForm(String name) {
        int id = id(name);
        if (id == OTHER) {
            return name;
        }
        String forms = id < FIRST_LIST ? KNOWN[id - 1] : LISTS[id - FIRST_LIST];
        return forms.split(" ")[0];
    }

    /** Returns whether the header's grammar is a list separated by commas. */
    static boolean isList(int id) {
        return id >= FIRST_LIST || id == VIA || id >= CONTACT && id <= PATH;
    }

    /** Returns whether a second header field of it makes the message malformed. */
    static boolean isSingle(int id) {
        return id >= FROM && id <= CONTENT_LENGTH || id == MAX_BREADTH;
    }

    /** Returns whether a response repeats the request's (RFC 3261 section 8.2.6.2). */
    static boolean isRepeated(int id) {
        return id >= VIA && id <= CSEQ;
    }

    /** Returns the long form for messages to people. */
    static String text(int id) {
        return switch (id) {
            case VIA -> "Via";
            case FROM -> "From";
            case TO -> "To";
            case CALL_ID -> "Call-ID";
            case CSEQ -> "CSeq";
            case MAX_FORWARDS -> "Max-Forwards";
            case CONTENT_LENGTH -> "Content-Length";
            case CONTACT -> "Contact";
            case ROUTE -> "Route";
            case PATH -> "Path";
            case MAX_BREADTH -> "Max-Breadth";
            default -> "header";
        };
    }
}
