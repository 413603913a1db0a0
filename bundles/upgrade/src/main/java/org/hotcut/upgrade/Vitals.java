package org.hotcut.upgrade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * What of a bundle is at work.
 *
 * @param active  whether it is started
 * @param names   {@code hotcut.name} of each of its services that can be had
 * @param working its components that are satisfied or active
 * @param idle    its other components, and why
 * @param failed  those of {@code idle} whose constructor or activation threw, and services that cannot be had
 */
record Vitals(boolean active, Set<String> names, Set<String> working, Map<String, String> idle, Set<String> failed) {

    private static final String NAME = "hotcut.name";

    static Vitals of(Bundle bundle, ServiceComponentRuntime components, BundleContext context) {
        Set<String> failed = new LinkedHashSet<>();
        Set<String> names = names(bundle, context, failed);
        Set<String> working = new TreeSet<>();
        Map<String, String> idle = new TreeMap<>();
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO one : components.getComponentConfigurationDTOs(description)) {
                if (one.state == ComponentConfigurationDTO.ACTIVE || one.state == ComponentConfigurationDTO.SATISFIED) {
                    working.add(description.name);
                } else {
                    idle.put(description.name, reason(one));
                }
                if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    failed.add(description.name);
                }
            }
        }
        return new Vitals(bundle.getState() == Bundle.ACTIVE, names, working, idle, failed);
    }

    /** Returns what was at work before and is not now, a sentence each; nothing when all is well. */
    List<String> lost(Vitals before) {
        List<String> lost = new ArrayList<>();
        if (before.active && !active) {
            lost.add("the bundle does not start");
        }
        for (Map.Entry<String, String> one : idle.entrySet()) {
            if (failed.contains(one.getKey()) || before.working.contains(one.getKey())) {
                lost.add("component " + one.getKey() + " " + one.getValue());
            }
        }
        if (lost.isEmpty()) {
            failed.forEach(lost::add);
            before.names.stream().filter(name -> !names.contains(name)).forEach(name -> lost.add("nobody bears the name " + name));
        }
        return lost;
    }

    /** A component that nobody has used yet is made by asking for it: only then its constructor runs. */
    private static Set<String> names(Bundle bundle, BundleContext context, Set<String> failed) {
        Set<String> names = new TreeSet<>();
        ServiceReference<?>[] services = bundle.getState() == Bundle.ACTIVE ? bundle.getRegisteredServices() : null;
        for (ServiceReference<?> reference : services == null ? new ServiceReference<?>[0] : services) {
            Object name = reference.getProperty(NAME);
            if (name == null) {
                continue;
            }
            if (context.getService(reference) == null) {
                failed.add("the service " + name + " cannot be made");
                continue;
            }
            context.ungetService(reference);
            names.add(name.toString());
        }
        return names;
    }

    private static String reason(ComponentConfigurationDTO one) {
        return switch (one.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "failed: " + Causes.ofTrace(Objects.requireNonNullElse(one.failure, "no reason given"));
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "lacks its configuration";
            default -> "waits for " + Stream.ofNullable(one.unsatisfiedReferences).flatMap(Arrays::stream)
                .map(reference -> "reference " + reference.name + (reference.target == null ? "" : " " + reference.target)).collect(Collectors.joining(", "));
        };
    }
}
