package org.hotcut.turn.relay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What clients who have proven themselves were answered lately, so that a repeated request gets the same (RFC 8489 section 6.3.1). Bounded. Touched by one loop. */
final class Answers {
    private static final long KEPT_MILLIS = 40_000;
    private static final int MOST = 4_096;

    private record Answer(byte[] message, long until) { }

    private final Map<RequestKey, Answer> answers = new LinkedHashMap<>();

    byte[] find(RequestKey key, long now) {
        Answer answer = answers.get(key);
        return answer == null || answer.until <= now ? null : answer.message;
    }

    void add(RequestKey key, byte[] message, long now) {
        if (answers.size() >= MOST) {
            answers.remove(answers.keySet().iterator().next());
        }
        answers.put(key, new Answer(message, now + KEPT_MILLIS));
    }

    /** Forgets those whose time is over. */
    void tick(long now) {
        for (Iterator<Answer> oldest = answers.values().iterator(); oldest.hasNext() && oldest.next().until <= now; ) {
            oldest.remove();
        }
    }
}
