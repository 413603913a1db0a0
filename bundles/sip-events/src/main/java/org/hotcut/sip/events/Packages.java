package org.hotcut.sip.events;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.sip.api.event.EventPackage;

/** Those who say what a NOTIFY contains, by name; for two of a name the higher ranking counts, then the newer. Safe for any thread. */
final class Packages {
    private record Bearer(EventPackage bearer, int ranking, long id) { }

    private static final Comparator<Bearer> BEST = Comparator.comparingInt(Bearer::ranking).thenComparingLong(Bearer::id).reversed();

    private final Map<String, List<Bearer>> bearers = new ConcurrentHashMap<>();

    void bind(String name, EventPackage bearer, int ranking, long id) {
        List<Bearer> named = bearers.computeIfAbsent(name, each -> new CopyOnWriteArrayList<>());
        synchronized (named) {
            named.add(new Bearer(bearer, ranking, id));
            named.sort(BEST);
        }
    }

    void unbind(String name, long id) {
        List<Bearer> named = bearers.get(name);
        if (named != null) {
            named.removeIf(bearer -> bearer.id == id);
        }
    }

    /** Returns who bears a name now, or null. */
    EventPackage find(String name) {
        for (Bearer bearer : bearers.getOrDefault(name, List.of())) {
            return bearer.bearer;
        }
        return null;
    }

    /** Returns all names that were ever borne. */
    Set<String> names() {
        return Set.copyOf(bearers.keySet());
    }
}
