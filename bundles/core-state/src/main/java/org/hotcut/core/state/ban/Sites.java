package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.Arrays;

import org.hotcut.core.state.Lru;

/**
 * Whoever has an IPv6 /48, as an end site may (RFC 6177), has 65536 sources. So a /48 of which many are banned at a time is banned as a whole. Any thread; a
 * look-up takes no lock.
 */
final class Sites {
    private static final int MANY = 16;
    private static final int OF_SOURCES = 4;

    /** Which networks of one site are banned: the milliseconds since 1970 until they are, times 65536, and their 16 bits. No more than are needed. */
    private static final class Tally {
        private static final int BITS = 16;
        private static final long LATEST = Long.MAX_VALUE >> BITS;

        private long[] banned = {};

        /** Adds one; returns how many there are. */
        int add(int network, long until, long now) {
            long[] next = Arrays.copyOf(Arrays.stream(banned).filter(one -> one >> BITS > now && (one & (1 << BITS) - 1) != network).limit(MANY - 1L).toArray(), MANY);
            int count = (int) Arrays.stream(next).filter(one -> one != 0).count();
            next[count] = Math.min(LATEST, until) << BITS | network;
            banned = Arrays.copyOf(next, count + 1);
            return count + 1;
        }
    }

    private final Lru<InetAddress, Tally> tallies;
    private final Sentences sentences = new Sentences();

    Sites(int sources) {
        tallies = new Lru<>(sources / OF_SOURCES, (site, tally) -> { });
    }

    void resize(int sources) {
        tallies.resize(sources / OF_SOURCES);
    }

    Sentences sentences() {
        return sentences;
    }

    /** Returns what the site of a source suffers, or null. */
    Sentence find(InetAddress source) {
        if (sentences.isEmpty()) {
            return null;
        }
        InetAddress site = Source.site(source);
        return site == null ? null : sentences.find(site);
    }

    /** Remembers that a source is banned. Returns how many of its site are. */
    int count(InetAddress source, long until, long now) {
        InetAddress site = Source.site(source);
        return site == null ? 0 : tallies.with(site, key -> new Tally(), tally -> tally.add(Source.networkInSite(source), until, now));
    }

    /** A source was banned. Returns the sentence of its site when that is banned now for having too many such, otherwise null. */
    Sentence judge(InetAddress source, long until, long now, Terms terms) {
        if (count(source, until, now) < MANY) {
            return null;
        }
        InetAddress site = Source.site(source);
        Sentence present = sentences.find(site);
        if (present != null && present.isBanned(now) || !sentences.hasRoom(present, terms)) {
            return null;
        }
        return sentences.ban(site, present, false, () -> MANY + " of its /64 networks are banned", now, terms);
    }

    /** Forgets the site of a source. Returns whether it was banned. */
    boolean pardon(InetAddress source, long now) {
        InetAddress site = Source.site(source);
        if (site == null) {
            return false;
        }
        tallies.remove(site);
        return sentences.pardon(site, now);
    }
}
