package org.hotcut.identity.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which users a device speaks for, as the admin has said ({@code device:map}): by a name of its certificate, any case. A device that is not mapped speaks for nobody.
 */
final class DeviceMap {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceMap.class);

    private final Map<String, List<String>> users = new LinkedHashMap<>();

    /** Reads {@code NAME=user@domain}; each text may hold several with commas between. What cannot be read maps nobody and is logged. */
    DeviceMap(String... entries) {
        for (String entry : entries) {
            for (String text : entry.split(",")) {
                if (!text.isBlank()) {
                    add(text.strip());
                }
            }
        }
    }

    private void add(String text) {
        int equals = text.lastIndexOf('=');
        String name = text.substring(0, Math.max(0, equals)).strip();
        String user = text.substring(equals + 1).strip();
        int at = user.lastIndexOf('@');
        if (name.isEmpty() || at < 1 || at == user.length() - 1) {
            LOG.warn("org.hotcut.identity: device '{}' is ignored: it is not NAME=user@domain", text);
            return;
        }
        String address = user.substring(0, at + 1) + user.substring(at + 1).toLowerCase(Locale.ROOT);
        users.computeIfAbsent(name.toLowerCase(Locale.ROOT), none -> new ArrayList<>()).add(address);
    }

    /** Returns the users of a device, in the order of the configuration. */
    List<String> users(String device) {
        return users.getOrDefault(device.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public String toString() {
        return users.toString();
    }
}
