package org.hotcut.sip.notifier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;

/** A user's devices as places to send a message to. */
final class Devices {
    private static final int MOST = 10;

    private Devices() { }

    /** Returns whether {@code sip-proxy} knows a way to a device that is not connected: wakes it (RFC 8599), or connects to it. */
    static boolean canBeCalled(Binding binding) {
        Protocol protocol = binding.flow().protocol();
        return binding.push() != null || protocol.isStream() && !binding.reachable() && !isStrict(binding) && (protocol == Protocol.TCP || protocol == Protocol.TLS);
    }

    /**
     * Returns the devices that can be reached now, preferred first; of a device with several lines the first that was not tried.
     *
     * @param tried where it went already
     */
    static List<Target> reachable(List<Binding> bindings, List<Target> tried) {
        List<Target> targets = new ArrayList<>(bindings.size());
        Set<String> devices = new HashSet<>();
        for (Binding binding : bindings) {
            if (targets.size() == MOST) {
                break;
            }
            boolean stream = binding.flow().protocol().isStream();
            if (stream && !binding.reachable() || tried.stream().anyMatch(target -> target.binding() == binding.key())) {
                continue;
            }
            if (binding.instance() == null || devices.add(binding.instance())) {
                Flow flow = stream || binding.natted() ? binding.flow() : null;
                targets.add(new Target(binding.contact(), flow, binding.path(), flow != null && isStrict(binding), binding.address(), binding.key()));
            }
        }
        return targets;
    }

    private static boolean isStrict(Binding binding) {
        return binding.instance() != null && binding.regId() > 0;
    }
}
