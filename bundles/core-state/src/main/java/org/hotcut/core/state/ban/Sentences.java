package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Who suffers what. Sentences are forgotten in the order of how little they matter. Any thread; a look-up takes no lock. */
final class Sentences {
    private static final int BAN_FACTOR = 4;

    private final Map<InetAddress, Sentence> sentences = new ConcurrentHashMap<>();

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** Returns what is known of somebody, in force or not, or null. */
    Sentence find(InetAddress whom) {
        return sentences.get(whom);
    }

    void forEach(BiConsumer<InetAddress, Sentence> consumer) {
        sentences.forEach(consumer);
    }

    void put(InetAddress whom, Sentence sentence) {
        sentences.put(whom, sentence);
    }

    /** Returns whether somebody is known, or there is room for him; the clockwork makes room within a second. */
    boolean hasRoom(Sentence present, Terms terms) {
        return present != null || sentences.size() < terms.sources();
    }

    /**
     * Bans, each time for longer.
     *
     * @param present what was found of him before, or null
     * @param known   somebody proved himself there: it does not grow
     * @return null when another thread was quicker
     */
    Sentence ban(InetAddress whom, Sentence present, boolean known, Supplier<String> reason, long now, Terms terms) {
        int times = present == null ? 0 : present.timesInRow(now);
        Sentence banned = Sentence.banned(now, now + length(known ? 0 : times, terms), times + 1, false, reason.get());
        return replace(whom, present, banned) ? banned : null;
    }

    /** Returns false when another thread was quicker. */
    boolean replace(InetAddress whom, Sentence before, Sentence after) {
        return before == null ? sentences.putIfAbsent(whom, after) == null : sentences.replace(whom, before, after);
    }

    private static long length(int times, Terms terms) {
        long length = terms.firstBan();
        for (int i = 0; i < times && length < terms.longestBan(); i++) {
            length *= BAN_FACTOR;
        }
        return Math.min(length, terms.longestBan());
    }

    /** Forgets somebody. Returns whether a sentence was in force. */
    boolean pardon(InetAddress whom, long now) {
        Sentence was = sentences.remove(whom);
        return was != null && was.isInForce(now);
    }

    /** Pardons everybody who is whitelisted, but for those an admin banned. */
    void pardon(Whitelist whitelist) {
        sentences.entrySet().removeIf(entry -> !entry.getValue().byHand() && whitelist.contains(entry.getKey()));
    }

    /** Forgets what is over and, when there is much, what matters least: what is over but for the memory of it, who is slowed, who is free soonest. */
    void tidy(long now, int most) {
        sentences.values().removeIf(sentence -> sentence.isOver(now));
        int room = Math.max(1, most / 20);
        if (sentences.size() <= most - room) {
            return;
        }
        Comparator<Map.Entry<InetAddress, Sentence>> byWeight = Comparator.comparing((Map.Entry<InetAddress, Sentence> entry) -> entry.getValue().byHand())
            .thenComparing(entry -> entry.getValue().isBanned(now)).thenComparing(entry -> entry.getValue().until());
        List<InetAddress> least = sentences.entrySet().stream().map(entry -> Map.entry(entry.getKey(), entry.getValue())).sorted(byWeight)
            .limit(sentences.size() - (most - room)).map(Map.Entry::getKey).toList();
        least.forEach(sentences::remove);
    }
}
