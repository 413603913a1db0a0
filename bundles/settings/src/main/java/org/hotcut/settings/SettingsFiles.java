package org.hotcut.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each change of a configuration into the file it came from, before the change returns to whoever made it. Only the settings that were changed: the rest of the file is its admin's, who may
 * have saved it a moment ago.
 */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE, service = SynchronousConfigurationListener.class)
public final class SettingsFiles implements SynchronousConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFiles.class);
    private static final String FILE = "felix.fileinstall.filename";
    /** How file install calls its threads; what they change they have read in the file. */
    private static final String READER = "fileinstall-";
    private static final Set<String> NOT_IN_FILES = Set.of(FILE, Constants.SERVICE_PID, ConfigurationAdmin.SERVICE_FACTORYPID, ConfigurationAdmin.SERVICE_BUNDLELOCATION);

    private final ConfigurationAdmin configurations;
    private final Map<String, Settings> known = new ConcurrentHashMap<>();

    /** Remembers what is configured. */
    @Activate
    public SettingsFiles(@Reference ConfigurationAdmin configurations) throws IOException, InvalidSyntaxException {
        this.configurations = configurations;
        Configuration[] all = configurations.listConfigurations(null);
        for (Configuration one : all == null ? new Configuration[0] : all) {
            Dictionary<String, Object> properties = one.getProperties();
            if (file(properties) != null) {
                known.put(one.getPid(), new Settings(file(properties), settings(properties)));
            }
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        boolean read = Thread.currentThread().getName().startsWith(READER);
        try {
            if (event.getType() == ConfigurationEvent.CM_DELETED) {
                deleted(event.getPid(), read);
            } else if (event.getType() == ConfigurationEvent.CM_UPDATED) {
                updated(event.getPid(), read);
            }
        } catch (IOException e) {
            LOG.warn("What was changed in {} is in force but not written to its file: {}", event.getPid(), e.toString());
        }
    }

    private void deleted(String pid, boolean read) throws IOException {
        Settings settings = known.remove(pid);
        if (settings != null && !read) {
            settings.deleted();
        }
    }

    /** First of all looks at what was changed: file install may put something else in its place the next moment. */
    private void updated(String pid, boolean read) throws IOException {
        Configuration configuration = configurations.getConfiguration(pid, "?"); // for whichever bundle asks
        long change = configuration.getChangeCount();
        Dictionary<String, Object> properties = configuration.getProperties();
        Path file = file(properties);
        if (file == null) {
            known.remove(pid);
            return;
        }
        Map<String, Object> now = settings(properties);
        Settings before = known.get(pid);
        if (before == null || !before.areIn(file)) {
            known.put(pid, new Settings(file, now)); // whoever made it has written the file
        } else if (read) {
            before.read(now);
        } else {
            before.changed(now, change);
        }
    }

    /** Returns null of what came from no file. */
    private static Path file(Dictionary<String, Object> properties) {
        return properties != null && properties.get(FILE) instanceof String name && name.endsWith(".cfg") ? Path.of(URI.create(name)) : null;
    }

    private static Map<String, Object> settings(Dictionary<String, Object> properties) {
        Map<String, Object> settings = new TreeMap<>();
        Collections.list(properties.keys()).stream().filter(key -> !NOT_IN_FILES.contains(key)).forEach(key -> settings.put(key, properties.get(key)));
        return settings;
    }
}
