package org.hotcut.sip.location;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which devices are registered by which stream flow: keys by flow id. Most lines carry one device, a PBX's may carry thousands. */
final class Streams {
    private final ConcurrentHashMap<Long, Set<Long>> keys = new ConcurrentHashMap<>();

    void add(long flow, long key) {
        keys.compute(flow, (id, present) -> present == null ? Collections.singleton(key) : with(present, key));
    }

    void remove(long flow, long key) {
        keys.computeIfPresent(flow, (id, present) -> without(present, key));
    }

    /** Returns the keys, a weakly consistent view; empty when none. */
    Set<Long> of(long flow) {
        return keys.getOrDefault(flow, Set.of());
    }

    /** Forgets the flow and returns its keys. */
    Set<Long> close(long flow) {
        Set<Long> gone = keys.remove(flow);
        return gone == null ? Set.of() : gone;
    }

    private static Set<Long> with(Set<Long> present, long key) {
        if (present.contains(key)) {
            return present;
        }
        if (present.size() > 1) {
            present.add(key);
            return present;
        }
        Set<Long> several = ConcurrentHashMap.newKeySet();
        several.addAll(present);
        several.add(key);
        return several;
    }

    private static Set<Long> without(Set<Long> present, long key) {
        if (!present.contains(key)) {
            return present;
        }
        if (present.size() == 1) {
            return null;
        }
        present.remove(key);
        return present.size() > 1 ? present : Collections.singleton(present.iterator().next());
    }
}
