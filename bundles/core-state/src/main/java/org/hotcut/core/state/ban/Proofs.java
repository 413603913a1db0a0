package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.state.Lru;

/** On which lines, and thus at which sources, somebody proved himself lately. Those used least lately are forgotten first. Any thread. */
final class Proofs {
    /** Longer than the hour for which phones commonly register. */
    private static final long LASTING_MILLIS = 7_200_000;

    private record Line(Protocol protocol, InetSocketAddress peer) { }

    /** When it was proven, and what it did nevertheless. */
    private static final class Proof {
        private final Score score = new Score();
        private long at;
    }

    private final Lru<Line, Proof> lines;
    private final Lru<InetAddress, Long> sources;

    Proofs(int most) {
        lines = new Lru<>(most, (line, proof) -> { });
        sources = new Lru<>(most, (source, at) -> { });
    }

    void resize(int most) {
        lines.resize(most);
        sources.resize(most);
    }

    int lines() {
        return lines.size();
    }

    void add(Protocol protocol, InetSocketAddress peer, InetAddress source, long now) {
        lines.with(new Line(protocol, peer), key -> new Proof(), proof -> proof.at = now);
        sources.put(source, now);
    }

    /** Counts an offence of a line against it, if it was proven. */
    void report(Protocol protocol, InetSocketAddress peer, double points, long now, Terms terms) {
        lines.with(new Line(protocol, peer), key -> null, proof -> proof == null ? 0 : proof.score.add(points, now, terms.leak()));
    }

    /** Returns whether somebody proved himself on this line, and it has not offended too much since. */
    boolean spare(Protocol protocol, InetSocketAddress peer, long now, Terms terms) {
        return lines.with(new Line(protocol, peer), key -> null,
            proof -> proof != null && now - proof.at < LASTING_MILLIS && proof.score.add(0, now, terms.leak()) < terms.banAt());
    }

    /** Returns whether somebody proved himself at this source. */
    boolean isKnown(InetAddress source, long now) {
        Long at = sources.get(source);
        return at != null && now - at < LASTING_MILLIS;
    }
}
