package org.hotcut.shell.device;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;

import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The mapped devices in the configuration of {@code identity}. */
final class Mappings {
    private static final String PID = "org.hotcut.identity";
    private static final String KEY = "devices";

    private final Configuration configuration;

    Mappings(ConfigurationAdmin admin) throws IOException {
        // location "?": for whichever bundle asks
        configuration = admin.getConfiguration(PID, "?");
    }

    List<Mapping> all() {
        Dictionary<String, Object> properties = configuration.getProperties();
        return read(properties == null ? null : properties.get(KEY));
    }

    void set(List<Mapping> mappings) throws IOException {
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties == null) {
            properties = new Hashtable<>();
        }
        properties.put(KEY, String.join(", ", mappings.stream().map(Mapping::toString).toList()));
        configuration.update(properties);
    }

    /** Reads one text with commas, or several texts. */
    static List<Mapping> read(Object value) {
        List<String> texts = value instanceof String[] array ? Arrays.asList(array) : value instanceof String text ? List.of(text) : List.of();
        List<Mapping> mappings = new ArrayList<>();
        for (String text : texts) {
            for (String mapping : text.split(",")) {
                if (!mapping.isBlank()) {
                    mappings.add(Mapping.stored(mapping.strip()));
                }
            }
        }
        return mappings;
    }
}
