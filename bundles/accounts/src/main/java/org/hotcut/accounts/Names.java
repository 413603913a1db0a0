package org.hotcut.accounts;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Locale;

/** Names as an admin types them, brought to the form in which they are stored; what cannot be one is an {@link IllegalArgumentException} for the admin. */
final class Names {
    private static final int MOST_USER = 128;
    private static final int MOST_REALM = 255;
    private static final int MOST_PASSWORD = 255;
    private static final String NOT_IN_USER = "@:\"\\<>";

    private Names() { }

    /** Returns a host name in lower case as A-labels (RFC 5890), an IPv4 address, or an IPv6 address without brackets as RFC 5952 has it. */
    static String domain(String typed) {
        String name = typed == null ? "" : typed.trim();
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.indexOf(':') >= 0) {
            return ipv6(name);
        }
        if (name.matches("[0-9.]+")) {
            return ipv4(name);
        }
        return hostName(name);
    }

    /** Returns the user part of an address, unescaped (RFC 3261 section 25.1). */
    static String user(String typed) {
        String user = typed == null ? "" : Normalizer.normalize(typed.trim(), Normalizer.Form.NFC);
        if (user.isEmpty() || user.length() > MOST_USER) {
            throw new IllegalArgumentException("a user name has 1 to " + MOST_USER + " characters");
        }
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c) || NOT_IN_USER.indexOf(c) >= 0) {
                throw new IllegalArgumentException("a user name has no blanks and none of " + NOT_IN_USER + ": " + printable(user));
            }
        }
        return user;
    }

    /** Returns the realm, or null when it is to be the domain's name. */
    static String realm(String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String realm = Normalizer.normalize(typed.trim(), Normalizer.Form.NFC);
        if (realm.length() > MOST_REALM || realm.chars().anyMatch(c -> Character.isISOControl(c) || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("a realm has at most " + MOST_REALM + " characters and no quotes or backslashes: " + printable(realm));
        }
        return realm;
    }

    /** Refuses what nobody could type into a phone. */
    static void checkPassword(char[] password) {
        if (password == null || password.length == 0 || password.length > MOST_PASSWORD) {
            throw new IllegalArgumentException("a password has 1 to " + MOST_PASSWORD + " characters");
        }
        for (char c : password) {
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException("a password has no control characters");
            }
        }
    }

    private static String hostName(String name) {
        String ascii;
        try {
            ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw notADomain(name);
        }
        if (ascii.length() > 253 || !ascii.matches("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw notADomain(name);
        }
        return ascii;
    }

    private static String ipv4(String name) {
        String octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        if (!name.matches("(" + octet + "\\.){3}" + octet)) {
            throw notADomain(name);
        }
        return name;
    }

    private static String ipv6(String name) {
        String address = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        if (!address.matches("[0-9A-Fa-f:.]+")) {
            throw notADomain(name);
        }
        try {
            // a name with a colon is never looked up in DNS
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4 ? InetAddress.getByAddress(bytes).getHostAddress() : compressed(bytes);
        } catch (UnknownHostException e) {
            throw notADomain(name);
        }
    }

    /** RFC 5952 section 4: no leading zeros, the longest run of at least two zero groups, the first of equals, as "::". */
    private static String compressed(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < groups.length; i++) {
            int length = zeros(groups, i);
            if (length > longest) {
                start = i;
                longest = length;
            }
        }
        if (start < 0) {
            return join(groups, 0, groups.length);
        }
        return join(groups, 0, start) + "::" + join(groups, start + longest, groups.length);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static IllegalArgumentException notADomain(String name) {
        return new IllegalArgumentException("neither a host name nor an address: '" + printable(name) + "'; a domain is like example.org, 192.0.2.1 or 2001:db8::1");
    }

    private static String printable(String text) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
    }
}
