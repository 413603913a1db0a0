package org.hotcut.sip.events;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** What is to be done when, one time for each key. Confined to the home loop. */
final class DueQueue {
    private record Due(long at, String key) { }

    private final TreeSet<Due> queue = new TreeSet<>(Comparator.comparingLong(Due::at).thenComparing(Due::key));
    private final Map<String, Due> known = new HashMap<>();

    /** Sets the time of a key, in milliseconds since 1970, in place of the one it had. */
    void set(String key, long at) {
        Due due = new Due(at, key);
        Due before = known.put(key, due);
        if (before != null) {
            queue.remove(before);
        }
        queue.add(due);
    }

    /** Sets the time of a key unless it has an earlier one. */
    void sooner(String key, long at) {
        Due before = known.get(key);
        if (before == null || before.at > at) {
            set(key, at);
        }
    }

    void cancel(String key) {
        Due before = known.remove(key);
        if (before != null) {
            queue.remove(before);
        }
    }

    /** Takes out the first key whose time has come; null when none has. */
    String poll(long now) {
        if (queue.isEmpty() || queue.first().at > now) {
            return null;
        }
        Due first = queue.pollFirst();
        known.remove(first.key);
        return first.key;
    }
}
