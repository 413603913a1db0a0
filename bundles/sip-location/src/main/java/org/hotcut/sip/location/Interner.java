package org.hotcut.sip.location;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.location.Binding;

/**
 * Makes bindings as they are kept: with one copy of what thousands of them have in common. What it holds is bounded: when strangers' texts have filled it, it starts
 * afresh, which costs memory but no correctness.
 */
final class Interner {
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<Object, Object> known = new ConcurrentHashMap<>();
    private final DeviceKeys keys;

    Interner(DeviceKeys keys) {
        this.keys = keys;
    }

    /** Returns an equal binding that shares what it can, with its key. Its line is one of {@code net}'s, which share what they can already. */
    Binding lean(Binding b, String address) {
        return lean(b, address, b.flow());
    }

    /** The same for a binding that was read from the disk. */
    Binding loaded(Binding b, String address) {
        Flow flow = b.flow();
        return lean(b, address, new Flow(flow.id(), shared(flow.endpoint()), flow.protocol(), shared(flow.local()), flow.remote()));
    }

    private Binding lean(Binding b, String address, Flow flow) {
        List<String> path = b.path().isEmpty() ? List.of() : shared(List.copyOf(b.path()));
        return new Binding(address, b.contact(), path, flow, b.natted(), shared(b.node()), b.instance(), b.regId(), b.q(), b.push(), shared(b.features()),
            shared(b.userAgent()), b.callId(), b.cseq(), b.expiresAt(), b.reachable(), keys.of(b));
    }

    @SuppressWarnings("unchecked")
    private <T> T shared(T value) {
        if (value == null) {
            return null;
        }
        Object present = known.get(value);
        if (present != null) {
            return (T) present;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        present = known.putIfAbsent(value, value);
        return present == null ? value : (T) present;
    }
}
