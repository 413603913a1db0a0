package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.state.Lru;

/**
 * Points and sentences of sources, as far as one way of coming is concerned. Points of those who offended least lately are forgotten first; sentences are
 * forgotten in the order of how little they matter. Any thread; a look-up takes no lock.
 */
final class Ledger {
    private static final int BAN_FACTOR = 4;
    private static final long LEAST_MILLIS = 1_000;
    private static final double OF_KNOWN = 0.2;

    private final Lru<InetAddress, Score> scores;
    private final Map<InetAddress, Sentence> sentences = new ConcurrentHashMap<>();

    Ledger(int sources) {
        scores = new Lru<>(sources, (source, score) -> { });
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    Sentence find(InetAddress source) {
        return sentences.get(source);
    }

    int size() {
        return sentences.size();
    }

    void forEach(BiConsumer<InetAddress, Sentence> consumer) {
        sentences.forEach(consumer);
    }

    /**
     * Adds points.
     *
     * @param known  somebody proved himself there: it weighs less, and a ban does not grow
     * @param reason asked for only when somebody is to be slowed or banned
     * @return the sentence when this was what made it a ban, otherwise null
     */
    Sentence report(InetAddress source, Offence offence, boolean known, Supplier<String> reason, long now, Terms terms) {
        Sentence present = sentences.get(source);
        if (present != null && present.isBanned(now)) {
            return null;
        }
        double points = known ? offence.weight() * OF_KNOWN : offence.weight();
        double score = scores.with(source, key -> new Score(),
            one -> offence == Offence.CHALLENGED ? one.addForgivable(points, now, terms.leak()) : one.add(points, now, terms.leak()));
        if (score < Math.min(terms.slowAt(), terms.banAt())) {
            return null;
        }
        if (present == null && sentences.size() >= terms.sources()) {
            // the clockwork makes room within a second; then the next offence counts
            return null;
        }
        if (score >= terms.banAt()) {
            int times = present == null ? 0 : present.timesInRow(now);
            Sentence banned = Sentence.banned(now, now + length(known ? 0 : times, terms), times + 1, false, reason.get());
            return replace(source, present, banned) ? banned : null;
        }
        replace(source, present, Sentence.slowed(present, now, now + (long) ((score - terms.slowAt()) / terms.leak()) + LEAST_MILLIS, reason.get()));
        return null;
    }

    /** Returns false when another thread was quicker. */
    private boolean replace(InetAddress source, Sentence before, Sentence after) {
        return before == null ? sentences.putIfAbsent(source, after) == null : sentences.replace(source, before, after);
    }

    private static long length(int times, Terms terms) {
        long length = terms.firstBan();
        for (int i = 0; i < times && length < terms.longestBan(); i++) {
            length *= BAN_FACTOR;
        }
        return Math.min(length, terms.longestBan());
    }

    /** Takes back the points of a challenge that was answered. */
    void forgive(InetAddress source, long now, Terms terms) {
        scores.with(source, key -> null, score -> score == null ? 0 : score.forgive(Offence.CHALLENGED.weight(), now, terms.leak()));
    }

    void put(InetAddress source, Sentence sentence) {
        sentences.put(source, sentence);
    }

    /** Forgets a source. Returns whether a sentence of it was in force. */
    boolean pardon(InetAddress source, long now) {
        scores.remove(source);
        Sentence was = sentences.remove(source);
        return was != null && was.isInForce(now);
    }

    /** Pardons everybody who is whitelisted, but for those an admin banned. */
    void pardon(Whitelist whitelist) {
        sentences.entrySet().removeIf(entry -> !entry.getValue().byHand() && whitelist.contains(entry.getKey()));
        scores.removeIf(whitelist::contains);
    }

    void resize(int sources) {
        scores.resize(sources);
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
