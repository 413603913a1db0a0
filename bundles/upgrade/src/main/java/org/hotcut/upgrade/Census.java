package org.hotcut.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.upgrade.Report.Held;

/** Counts what the server holds, so that a swap can be seen to have lost nothing. */
final class Census {
    private final Map<StatusSource, String> sources = new ConcurrentHashMap<>();

    void add(StatusSource source, String name) {
        sources.put(source, name);
    }

    void remove(StatusSource source) {
        sources.remove(source);
    }

    Map<String, Long> count() {
        Map<String, Long> counts = new TreeMap<>();
        sources.forEach((source, name) -> held(source).forEach((what, number) -> {
            if (number instanceof Number count) {
                counts.put(name + ": " + what, count.longValue());
            }
        }));
        return counts;
    }

    static List<Held> compare(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> all = new TreeMap<>(after);
        all.putAll(before);
        List<Held> held = new ArrayList<>();
        all.keySet().forEach(what -> held.add(new Held(what, before.getOrDefault(what, 0L), after.getOrDefault(what, 0L))));
        return held;
    }

    /** A source may be on its way out, or faulty: then it holds nothing that could be counted. */
    private static Map<?, ?> held(StatusSource source) {
        try {
            return source.status().get("held") instanceof Map<?, ?> held ? held : Map.of();
        } catch (RuntimeException e) {
            return Map.of();
        }
    }
}
