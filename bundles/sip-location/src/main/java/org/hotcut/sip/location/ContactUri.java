package org.hotcut.sip.location;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether two Contact URIs are the same, by RFC 3261 section 19.1.4. */
final class ContactUri {
    /** Never ignored when only one of the URIs has it. */
    private static final Set<String> DECISIVE = Set.of("transport", "user", "ttl", "method", "maddr");

    private final String scheme;
    private final String userInfo;
    private final String hostPort;
    private final Map<String, String> params;
    private final Map<String, String> headers;

    private ContactUri(String uri) {
        int colon = uri.indexOf(':');
        int question = uri.indexOf('?', colon + 1);
        String address = question < 0 ? uri.substring(colon + 1) : uri.substring(colon + 1, question);
        // a user part may contain ; and so the parameters begin behind the @
        int at = address.lastIndexOf('@');
        int semicolon = address.indexOf(';', at + 1);
        scheme = lower(uri.substring(0, Math.max(0, colon)));
        userInfo = at < 0 ? null : unescaped(address.substring(0, at));
        hostPort = lower(semicolon < 0 ? address.substring(at + 1) : address.substring(at + 1, semicolon));
        params = semicolon < 0 ? Map.of() : pairs(address.substring(semicolon + 1), ";");
        headers = question < 0 ? Map.of() : pairs(uri.substring(question + 1), "&");
    }

    static boolean same(String one, String other) {
        return one.equals(other) || new ContactUri(one).same(new ContactUri(other));
    }

    private boolean same(ContactUri other) {
        return scheme.equals(other.scheme) && hostPort.equals(other.hostPort) && java.util.Objects.equals(userInfo, other.userInfo)
            && agrees(other) && other.agrees(this) && headers.equals(other.headers);
    }

    private boolean agrees(ContactUri other) {
        for (Map.Entry<String, String> param : params.entrySet()) {
            String theirs = other.params.get(param.getKey());
            if (theirs == null ? DECISIVE.contains(param.getKey()) : !theirs.equals(param.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> pairs(String text, String separator) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text.split(separator)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            pairs.put(lower(unescaped(name)), equals < 0 ? "" : lower(unescaped(pair.substring(equals + 1))));
        }
        return pairs;
    }

    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int octet = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1]) * 16 + hex(in[i + 2]) : -1;
            if (octet >= 0) {
                i += 2;
            }
            out[length++] = octet >= 0 ? (byte) octet : in[i];
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        return value < 0 ? -1000 : value;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
