package org.hotcut.turn.server.peer;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;

import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The admin's rules in the configuration; {@code settings} writes them to {@code etc}. */
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
        write(rules.toString());
    }

    /** Takes out what has that name, also what cannot be read. Returns whether there was such. */
    boolean remove(String name) throws IOException {
        Dictionary<String, Object> properties = configuration().getProperties();
        List<String> texts = Rules.texts(properties == null ? null : properties.get(RULES));
        List<String> left = texts.stream().filter(text -> !PeerRule.isNamed(text, name)).toList();
        if (left.size() == texts.size()) {
            return false;
        }
        write(String.join(", ", left));
        return true;
    }

    private void write(String rules) throws IOException {
        Configuration configuration = configuration();
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties == null) {
            properties = new Hashtable<>();
        }
        properties.put(RULES, rules);
        configuration.update(properties);
    }

    private Configuration configuration() throws IOException {
        return configurations.getConfiguration(PID, "?"); // for whichever bundle asks
    }
}
