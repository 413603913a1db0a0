package org.hotcut.sip.message;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.hotcut.sip.api.SipUri;

/** RFC 3261 section 19.1.4. */
final class UriComparison {
    /** Those that must be in both or in none: the section's text and, for transport, its examples. */
    private static final Set<String> DECISIVE = Set.of("user", "ttl", "method", "maddr", "transport");

    private UriComparison() { }

    static boolean equal(Uri one, SipUri another) {
        Uri other = another instanceof Uri uri ? uri : UriParser.parse(another.text());
        if (!one.isSip() || !other.isSip()) {
            return one.text().equals(other.text());
        }
        return one.scheme().equals(other.scheme()) && one.port() == other.port() && one.host().equals(other.host())
            && Objects.equals(one.user(), other.user()) && Objects.equals(one.password(), other.password())
            && equalParams(one, other) && equalHeaders(one, other);
    }

    private static boolean equalParams(Uri one, Uri other) {
        if (one.params().isEmpty() && other.params().isEmpty()) {
            return true;
        }
        Map<String, String> left = split(one.params(), ";");
        Map<String, String> right = split(other.params(), ";");
        for (String name : DECISIVE) {
            if (left.containsKey(name) != right.containsKey(name)) {
                return false;
            }
        }
        for (Map.Entry<String, String> param : left.entrySet()) {
            if (!param.getValue().equals(right.getOrDefault(param.getKey(), param.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalHeaders(Uri one, Uri other) {
        return one.headers().isEmpty() && other.headers().isEmpty() || split(one.headers(), "&").equals(split(other.headers(), "&"));
    }

    private static Map<String, String> split(String text, String separator) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : text.split(separator)) {
            byte[] bytes = Bytes.of(part);
            String plain = Bytes.unescaped(bytes, 0, bytes.length).toLowerCase(Locale.ROOT);
            int equal = plain.indexOf('=');
            if (!plain.isEmpty()) {
                parts.put(equal < 0 ? plain : plain.substring(0, equal), equal < 0 ? "" : plain.substring(equal + 1));
            }
        }
        return parts;
    }
}
