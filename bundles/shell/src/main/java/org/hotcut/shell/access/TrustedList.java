package org.hotcut.shell.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;

import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The trusted sources in the configuration of {@code identity}. */
final class TrustedList {
    private static final String PID = "org.hotcut.identity";
    private static final String KEY = "trusted";

    private final Configuration configuration;

    TrustedList(ConfigurationAdmin admin) throws IOException {
        // location "?": for whichever bundle asks
        configuration = admin.getConfiguration(PID, "?");
    }

    List<AccessRule> rules() {
        Dictionary<String, Object> properties = configuration.getProperties();
        return read(properties == null ? null : properties.get(KEY));
    }

    void set(List<AccessRule> rules) throws IOException {
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties == null) {
            properties = new Hashtable<>();
        }
        properties.put(KEY, String.join(", ", rules.stream().map(AccessRule::toString).toList()));
        configuration.update(properties);
    }

    /** Reads one text with commas, or several texts; rules that {@code identity} ignores are left out here too. */
    static List<AccessRule> read(Object value) {
        List<String> texts = value instanceof String[] array ? Arrays.asList(array) : value instanceof String text ? List.of(text) : List.of();
        List<AccessRule> rules = new ArrayList<>();
        for (String text : texts) {
            for (String rule : text.split(",")) {
                if (!rule.isBlank()) {
                    rules.add(AccessRule.stored(rule.trim()));
                }
            }
        }
        return rules;
    }
}
