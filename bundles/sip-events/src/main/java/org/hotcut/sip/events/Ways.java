package org.hotcut.sip.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;

/** The ways to a user's devices. */
final class Ways {
    private Ways() { }

    /** Returns a target for each device that can be reached now, preferred first; of a device with several lines the first. */
    static List<Target> to(List<Binding> bindings) {
        List<Target> ways = new ArrayList<>(bindings.size());
        Set<String> devices = new HashSet<>();
        for (Binding binding : bindings) {
            Target way = to(binding);
            if (way != null && (binding.instance() == null || devices.add(binding.instance()))) {
                ways.add(way);
            }
        }
        return ways;
    }

    private static Target to(Binding binding) {
        boolean stream = binding.flow().protocol().isStream();
        if (stream && !binding.reachable()) {
            return null;
        }
        boolean strict = binding.instance() != null && binding.regId() > 0;
        Flow flow = stream || binding.natted() ? binding.flow() : null;
        return new Target(binding.contact(), flow, binding.path(), flow != null && strict, binding.address(), binding.key());
    }
}
