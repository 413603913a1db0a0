package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.function.Supplier;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.state.Lru;

/**
 * Points and sentences of sources, as far as one way of coming is concerned. Points of those who offended least lately are forgotten first. Any thread; a
 * look-up of a sentence takes no lock.
 */
final class Ledger {
    private static final long LEAST_MILLIS = 1_000;
    private static final double OF_KNOWN = 0.2;

    private final Lru<InetAddress, Score> scores;
    private final Sentences sentences = new Sentences();
    private final Sites sites;

    Ledger(int sources) {
        scores = new Lru<>(sources, (source, score) -> { });
        sites = new Sites(sources);
    }

    boolean isEmpty() {
        return sentences.isEmpty() && sites.sentences().isEmpty();
    }

    Sentences sentences() {
        return sentences;
    }

    Sites sites() {
        return sites;
    }

    /**
     * Adds points.
     *
     * @param known  somebody proved himself there: it weighs less, and a ban does not grow
     * @param reason asked for only when somebody is to be slowed or banned
     * @return the sentence when this was what made it a ban, otherwise null
     */
    Sentence report(InetAddress source, Offence offence, boolean known, Supplier<String> reason, long now, Terms terms) {
        Sentence present = sentences.find(source);
        if (present != null && present.isBanned(now)) {
            return null;
        }
        double points = known ? offence.weight() * OF_KNOWN : offence.weight();
        double score = scores.with(source, key -> new Score(),
            one -> offence == Offence.CHALLENGED ? one.addForgivable(points, now, terms.leak()) : one.add(points, now, terms.leak()));
        if (score < Math.min(terms.slowAt(), terms.banAt())) {
            return null;
        }
        if (!sentences.hasRoom(present, terms)) {
            // soon there is; then the next offence counts
            return null;
        }
        if (score >= terms.banAt()) {
            return sentences.ban(source, present, known, reason, now, terms);
        }
        sentences.replace(source, present, Sentence.slowed(present, now, now + (long) ((score - terms.slowAt()) / terms.leak()) + LEAST_MILLIS, reason.get()));
        return null;
    }

    /** Takes back the points of a challenge that was answered. */
    void forgive(InetAddress source, long now, Terms terms) {
        scores.with(source, key -> null, score -> score == null ? 0 : score.forgive(Offence.CHALLENGED.weight(), now, terms.leak()));
    }

    /** Puts a ban that is no outcome of points: an admin's, or one from before a restart. */
    void put(InetAddress source, Sentence sentence, long now) {
        sentences.put(source, sentence);
        sites.count(source, sentence.bannedUntil(), now);
    }

    /** Forgets a source, and what its site suffers. Returns whether a sentence of either was in force. */
    boolean pardon(InetAddress source, long now) {
        scores.remove(source);
        return sentences.pardon(source, now) | sites.pardon(source, now);
    }

    /** Pardons everybody who is whitelisted, but for those an admin banned. */
    void pardon(Whitelist whitelist) {
        sentences.pardon(whitelist);
        sites.sentences().pardon(whitelist);
        scores.removeIf(whitelist::contains);
    }

    void resize(int sources) {
        scores.resize(sources);
        sites.resize(sources);
    }

    /** Forgets what is over and, when there is much, what matters least. */
    void tidy(long now, int most) {
        sentences.tidy(now, most);
        sites.sentences().tidy(now, most);
    }
}
