package org.hotcut.shell.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.shell.Services;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** How our bundles are, and what those wait for that are not at work. */
public final class BundleReport {
    private static final String ROLE = "Hotcut-Role";

    private static final String CAUSE = "Caused by: ";

    private BundleReport() { }

    /** Returns a map for each bundle of ours: name, version, role, state, and problems, a list of sentences. */
    public static List<Map<String, Object>> gather(Services services) {
        ServiceComponentRuntime components = services.find(ServiceComponentRuntime.class);
        List<Map<String, Object>> bundles = new ArrayList<>();
        for (Bundle bundle : services.bundles().getBundles()) {
            String role = bundle.getHeaders("").get(ROLE);
            if (role != null) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("name", shortName(bundle.getSymbolicName()));
                one.put("version", bundle.getVersion().toString());
                one.put("role", role);
                one.put("state", state(bundle));
                one.put("problems", problems(bundle, components));
                bundles.add(one);
            }
        }
        bundles.sort(Comparator.comparing(one -> (String) one.get("name")));
        return bundles;
    }

    /** Returns the version of the whole: that of the contracts, which are not swapped. */
    static String product(Services services) {
        for (Bundle bundle : services.bundles().getBundles()) {
            if (bundle.getSymbolicName().equals("org.hotcut.core.api")) {
                return bundle.getVersion().toString();
            }
        }
        return "of unknown version";
    }

    /** {@code org.hotcut.sip.core} is called {@code sip-core} everywhere else. */
    static String shortName(String symbolicName) {
        return symbolicName.startsWith("org.hotcut.") ? symbolicName.substring("org.hotcut.".length()).replace('.', '-') : symbolicName;
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "stopped";
            case Bundle.INSTALLED -> "unresolved";
            default -> "uninstalled";
        };
    }

    private static List<String> problems(Bundle bundle, ServiceComponentRuntime components) {
        List<String> problems = new ArrayList<>();
        switch (bundle.getState()) {
            case Bundle.ACTIVE, Bundle.STARTING -> { }
            case Bundle.INSTALLED -> problems.add("a package or service it needs is not installed (bundle:diag " + bundle.getBundleId() + ')');
            default -> problems.add("it was stopped: bundle:start " + bundle.getBundleId());
        }
        if (components == null || bundle.getState() != Bundle.ACTIVE) {
            return problems;
        }
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(component)) {
                problem(component, configuration, problems);
            }
        }
        return problems;
    }

    private static void problem(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration, List<String> problems) {
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            Map<String, String> interfaces = new LinkedHashMap<>();
            Arrays.stream(component.references).forEach(reference -> interfaces.put(reference.name, reference.interfaceName));
            Arrays.stream(configuration.unsatisfiedReferences).forEach(reference -> problems.add(tail(component.implementationClass) + " waits for "
                + tail(interfaces.getOrDefault(reference.name, reference.name)) + (reference.target == null ? "" : ' ' + reference.target)));
        } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
            problems.add(tail(component.implementationClass) + " waits for its configuration " + String.join(", ", component.configurationPid));
        } else if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            problems.add(tail(component.implementationClass) + " did not start: " + reason(configuration.failure));
        }
    }

    /** What is behind it all stands last in a stack trace. */
    static String reason(String trace) {
        if (trace == null) {
            return "the log says why";
        }
        String first = trace.lines().findFirst().orElse("");
        return trace.lines().filter(line -> line.startsWith(CAUSE)).map(line -> line.substring(CAUSE.length())).reduce(first, (one, later) -> later);
    }

    private static String tail(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
