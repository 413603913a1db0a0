package org.hotcut.sip.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.hotcut.sip.api.push.PushRequest;

/**
 * What a Contact says of the push service that wakes its device (RFC 8599 section 8.7).
 *
 * @param provider the push service, in lower case
 * @param prid     the device there
 * @param param    or null
 */
record PushParameters(String provider, String prid, String param) {
    private static final int LONGEST = 1_000;

    /**
     * Reads what is kept with a binding.
     *
     * @param text {@code pn-provider=...;pn-prid=...;pn-param=...} as in the Contact, or null
     * @return null when nobody can be woken by it
     */
    static PushParameters of(String text) {
        if (text == null) {
            return null;
        }
        String provider = null;
        String prid = null;
        String param = null;
        for (String each : text.split(";")) {
            int equals = each.indexOf('=');
            String value = equals < 0 ? null : value(each.substring(equals + 1));
            switch (equals < 0 ? "" : each.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "pn-provider" -> provider = value;
                case "pn-prid" -> prid = value;
                case "pn-param" -> param = value;
                default -> { }
            }
        }
        return provider == null || prid == null ? null : new PushParameters(provider.toLowerCase(Locale.ROOT), prid, param);
    }

    /** Returns null for what no push service can have asked for. */
    private static String value(String escaped) {
        try {
            String value = escaped.indexOf('%') < 0 ? escaped : URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
            return value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl) ? null : value;
        } catch (IllegalArgumentException e) {
            return null; // a broken escape
        }
    }

    PushRequest request(String address, String method) {
        return new PushRequest(provider, prid, param, address, method);
    }
}
