package org.hotcut.shell.turn;

import java.io.IOException;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.Services;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The listeners at which TURN is spoken: {@code net} does not know what that is, so their configuration says it. */
public final class TurnListeners {
    private static final String FACTORY = "org.hotcut.net.listener";
    private static final String TURN = "turn";

    private TurnListeners() { }

    /** Returns those that are open; none when a service is absent. */
    public static List<Endpoint> open(Services services) {
        Flows flows = services.find(Flows.class);
        ConfigurationAdmin configurations = services.find(ConfigurationAdmin.class);
        if (flows == null || configurations == null) {
            return List.of();
        }
        Set<String> names = names(configurations);
        return flows.listening().stream().filter(one -> names.contains(one.name())).toList();
    }

    private static Set<String> names(ConfigurationAdmin configurations) {
        Set<String> names = new HashSet<>();
        try {
            Configuration[] all = configurations.listConfigurations("(service.factoryPid=" + FACTORY + ')');
            for (Configuration one : all == null ? new Configuration[0] : all) {
                Dictionary<String, Object> properties = one.getProperties();
                if (isSpoken(properties.get("protocols"))) {
                    names.add(String.valueOf(properties.get("name")));
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    static boolean isSpoken(Object protocols) {
        List<String> texts = protocols instanceof String[] array ? Arrays.asList(array) : protocols instanceof String text ? List.of(text) : List.of();
        return texts.stream().flatMap(text -> Arrays.stream(text.split(","))).anyMatch(one -> one.strip().equalsIgnoreCase(TURN));
    }
}
