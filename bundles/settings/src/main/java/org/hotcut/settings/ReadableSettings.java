package org.hotcut.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.StatusSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps from components what they could not read: a letter in a number would take a component, and all it does, out of service until it is corrected. What was there before holds on, or the default;
 * the log and {@code edge:status} say so, and which settings there are none of. It starts before all whose settings they are. Any thread.
 */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE, service = {ConfigurationPlugin.class, ConfigurationListener.class, StatusSource.class},
    property = {ConfigurationPlugin.CM_RANKING + ":Integer=500", "hotcut.name=settings"})
public final class ReadableSettings implements ConfigurationPlugin, ConfigurationListener, StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReadableSettings.class);
    private static final String FILE = "felix.fileinstall.filename";
    /** What names begin with that the framework and file install put into each configuration. */
    private static final Set<String> NOT_SETTINGS = Set.of("service", "component", "felix");

    private final Declared declared;
    /** By configuration. No more than there are. */
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();

    /** What could be read of a configuration at last, and what could not. */
    private record Checked(Map<String, Object> good, List<String> faults) { }

    /** Activates the component. */
    @Activate
    public ReadableSettings(@Reference MetaTypeService metaTypes) {
        this.declared = new Declared(metaTypes);
    }

    @Override
    public Map<String, Object> status() {
        List<String> faults = checked.values().stream().flatMap(one -> one.faults().stream()).sorted().toList();
        return faults.isEmpty() ? Map.of() : Map.of("fault", String.join("; ", faults));
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            checked.remove(event.getPid());
        }
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        Bundle bundle = reference == null ? null : reference.getBundle();
        Map<String, AttributeDefinition> settings = bundle == null ? Map.of() : declared.of(bundle, pid(properties));
        if (settings.isEmpty()) {
            return;
        }
        checked.compute(String.valueOf(properties.get(Constants.SERVICE_PID)), (pid, before) -> {
            Checked now = check(properties, settings, before == null ? Map.of() : before.good());
            if (before == null || !before.faults().equals(now.faults())) {
                now.faults().forEach(LOG::warn);
            }
            return now;
        });
    }

    private static Checked check(Dictionary<String, Object> properties, Map<String, AttributeDefinition> settings, Map<String, Object> before) {
        Map<String, Object> good = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (AttributeDefinition setting : settings.values()) {
            String fault = setting.getCardinality() == 0 && setting.getType() != AttributeDefinition.STRING ? check(properties, setting, good, before) : null;
            if (fault != null) {
                faults.add(file(properties) + ": " + fault);
            }
        }
        Collections.list(properties.keys()).stream().filter(key -> settings.keySet().stream().noneMatch(key::equalsIgnoreCase)).filter(ReadableSettings::isSetting).sorted()
            .forEach(key -> faults.add(file(properties) + ": there is no setting " + key));
        return new Checked(good, faults);
    }

    /** Returns what is wrong, or null. Nothing at all stands for the default. */
    private static String check(Dictionary<String, Object> properties, AttributeDefinition setting, Map<String, Object> good, Map<String, Object> before) {
        String name = setting.getID();
        if (!(properties.get(name) instanceof String text)) {
            return null;
        }
        properties.remove(name);
        if (text.isBlank()) {
            return null;
        }
        Object value = Readable.as(setting.getType(), text.strip());
        Object held = value != null ? value : before.get(name);
        if (held != null) {
            properties.put(name, held);
            good.put(name, held);
        }
        return value != null ? null : name + " = " + text.strip() + " is " + Readable.not(setting.getType()) + "; " + (held != null ? held : standard(setting)) + " is in force";
    }

    private static String standard(AttributeDefinition setting) {
        return setting.getDefaultValue() == null ? "the default" : String.join(",", setting.getDefaultValue());
    }

    private static boolean isSetting(String key) {
        return !key.startsWith(".") && !NOT_SETTINGS.contains(key.split("[.]")[0]);
    }

    private static String pid(Dictionary<String, Object> properties) {
        Object factory = properties.get(ConfigurationAdmin.SERVICE_FACTORYPID);
        return String.valueOf(factory != null ? factory : properties.get(Constants.SERVICE_PID));
    }

    private static String file(Dictionary<String, Object> properties) {
        String file = String.valueOf(properties.get(FILE) != null ? properties.get(FILE) : properties.get(Constants.SERVICE_PID));
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
