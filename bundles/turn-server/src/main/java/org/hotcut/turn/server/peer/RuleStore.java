package org.hotcut.turn.server.peer;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;

import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The admin's rules in the configuration; file install writes them to {@code etc}. */
final class RuleStore {
    static final String PID = "org.hotcut.turn.server.peers";
    static final String RULES = "rules";

    private final ConfigurationAdmin configurations;

    RuleStore(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    Rules read() throws IOException {
        Dictionary<String, Object> properties = configuration().getProperties();
        return Rules.read(properties == null ? null : properties.get(RULES));
    }

    void write(Rules rules) throws IOException {
        Configuration configuration = configuration();
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties == null) {
            properties = new Hashtable<>();
        }
        properties.put(RULES, rules.toString());
        configuration.update(properties);
    }

    private Configuration configuration() throws IOException {
        return configurations.getConfiguration(PID, "?"); // for whichever bundle asks
    }
}
