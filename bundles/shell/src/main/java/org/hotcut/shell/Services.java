package org.hotcut.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.hotcut.core.api.StatusSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The services one run of a command uses, given back at its end. */
public final class Services implements AutoCloseable {
    private static final Map<String, String> PROVIDERS = providers();

    private final BundleContext bundles;
    private final List<ServiceReference<?>> used = new ArrayList<>();

    Services(BundleContext bundles) {
        this.bundles = bundles;
    }

    /** Returns a service, or null when it is absent. */
    public <T> T find(Class<T> type) {
        ServiceReference<T> reference = bundles.getServiceReference(type);
        return reference == null ? null : use(reference);
    }

    /** Returns a service; the exception says which bundle has it. */
    public <T> T need(Class<T> type) throws AbsentException {
        T service = find(type);
        if (service == null) {
            String provider = PROVIDERS.getOrDefault(type.getSimpleName(), type.getName());
            throw new AbsentException(provider + " is absent at the moment (it is being updated, or waits for something): edge:status says why.");
        }
        return service;
    }

    /** Returns what every part reports, by the name of the part. */
    public Map<String, Map<String, Object>> status() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        for (ServiceReference<StatusSource> reference : references(StatusSource.class)) {
            StatusSource source = use(reference);
            if (source != null) {
                all.put(String.valueOf(reference.getProperty("hotcut.name")), source.status());
            }
        }
        return all;
    }

    /** Returns the framework's view, for bundles. */
    public BundleContext bundles() {
        return bundles;
    }

    /** Returns whether the shell is still the one the command began in: a command may update the bundle it is in. */
    public boolean isCurrent() {
        try {
            return bundles.getBundle() != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (isCurrent()) {
            used.forEach(bundles::ungetService);
        }
    }

    private <T> Collection<ServiceReference<T>> references(Class<T> type) {
        try {
            return bundles.getServiceReferences(type, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T use(ServiceReference<T> reference) {
        T service = bundles.getService(reference);
        if (service != null) {
            used.add(reference);
        }
        return service;
    }

    private static Map<String, String> providers() {
        Map<String, String> providers = new LinkedHashMap<>();
        providers.put("AccountAdmin", "accounts");
        providers.put("Accounts", "core-state");
        providers.put("Bans", "core-state");
        providers.put("CertificateAdmin", "certificates");
        providers.put("Flows", "net");
        providers.put("Location", "sip-location");
        providers.put("Node", "core-state");
        providers.put("PeerPolicy", "turn-server");
        providers.put("Relays", "turn-relay");
        providers.put("SipStatus", "sip-core");
        providers.put("TurnAdmin", "turn-server");
        providers.put("Upgrades", "upgrade");
        providers.put("ConfigurationAdmin", "The configuration service");
        return Map.copyOf(providers);
    }
}
