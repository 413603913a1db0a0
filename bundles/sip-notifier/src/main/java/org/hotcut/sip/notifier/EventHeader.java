package org.hotcut.sip.notifier;

import java.util.Locale;

import org.hotcut.sip.api.SipRequest;

/**
 * The Event header field (RFC 6665 section 8.2.1).
 *
 * @param name of the package
 * @param id   or null
 */
record EventHeader(String name, String id) {
    private static final int LONGEST = 200;

    /** Returns null when there is none, or none that can be understood. */
    static EventHeader of(SipRequest request) {
        String value = request.header("Event");
        if (value == null || value.length() > LONGEST) {
            return null;
        }
        String[] parts = value.split(";", -1);
        String name = parts[0].trim();
        String id = null;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].trim();
            if (part.toLowerCase(Locale.ROOT).startsWith("id=")) {
                id = part.substring("id=".length()).trim();
            }
        }
        return name.isEmpty() || !isToken(name) || id != null && !isToken(id) ? null : new EventHeader(name, id);
    }

    private static boolean isToken(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }
}
