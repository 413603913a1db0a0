package org.hotcut.sip.proxy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Feature tags with their values, as a Contact says what a device can do, or a caller what he wants (RFC 3840, RFC 3841). */
final class Features {
    private static final int MOST = 32;
    /** Those that bear no plus sign (RFC 3841 section 7.2.1); no other parameter without one is a feature, as {@code q} is not. */
    private static final Set<String> BASE = Set.of("audio", "automata", "class", "duplex", "data", "control", "mobility", "description", "events", "priority",
        "methods", "schemes", "application", "video", "language", "type", "isfocus", "actor", "text", "extensions");

    private final Map<String, FeatureValue> tags = new LinkedHashMap<>();
    private boolean require;
    private boolean explicit;

    /** Reads parameters; what is broken in them is left out. */
    static Features of(String parameters) {
        Features features = new Features();
        int start = 0;
        while (start < parameters.length() && features.tags.size() < MOST) {
            int end = end(parameters, start);
            features.add(parameters.substring(start, end).strip());
            start = end + 1;
        }
        return features;
    }

    /** Makes one tag with one value. */
    static Features of(String tag, String value) {
        Features features = new Features();
        features.tags.put(tag, new FeatureValue(value));
        features.require = true;
        return features;
    }

    private static int end(String text, int start) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private void add(String parameter) {
        int equals = parameter.indexOf('=');
        String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        if (equals < 0 && name.equals("require")) {
            require = true;
        } else if (equals < 0 && name.equals("explicit")) {
            explicit = true;
        } else if (name.startsWith("+") || BASE.contains(name)) {
            try {
                tags.put(name, new FeatureValue(equals < 0 ? null : unquoted(parameter.substring(equals + 1).strip())));
            } catch (IllegalArgumentException e) {
                return; // a broken value says nothing
            }
        }
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    boolean isRequired() {
        return require;
    }

    boolean isExplicit() {
        return explicit;
    }

    boolean isEmpty() {
        return tags.isEmpty();
    }

    /** Returns whether a device that says this of itself may be what is wanted here; what it says nothing of it may be. */
    boolean isMetBy(Features device) {
        return tags.entrySet().stream().allMatch(wanted -> {
            FeatureValue its = device.tags.get(wanted.getKey());
            return its == null || wanted.getValue().meets(its);
        });
    }

    /** Returns how many of a thousand parts of what is wanted here a device says that it is. */
    int said(Features device) {
        if (tags.isEmpty()) {
            return 1_000;
        }
        long said = tags.entrySet().stream().filter(wanted -> {
            FeatureValue its = device.tags.get(wanted.getKey());
            return its != null && wanted.getValue().meets(its);
        }).count();
        return (int) (1_000 * said / tags.size());
    }

    /** Returns whether a device says something of everything that is named here. */
    boolean isAllNamedBy(Features device) {
        return device.tags.keySet().containsAll(tags.keySet());
    }
}
