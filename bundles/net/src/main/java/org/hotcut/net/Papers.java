package org.hotcut.net;

import java.util.List;
import java.util.function.Consumer;

import io.netty.handler.ssl.SslHandler;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;

/** The certificate that the peer of one connection presented, and what was found of it. On the connection's loop, but for {@link #verdict}. */
final class Papers {
    private static final long LIMIT_MILLIS = 8_000;
    private static final long PAUSE_MILLIS = 2_000;
    private static final int MOST_BYTES = 16 << 10;

    private final Judges judges;
    private final Origin origin;
    private final SslHandler tls;
    private final long since;
    private volatile Verdict verdict;
    private boolean asking;
    private long answeredAt;
    private Origin.Demand demand;

    /** Begins without a verdict. */
    Papers(Judges judges, Origin origin, SslHandler tls, long now) {
        this.judges = judges;
        this.origin = origin;
        this.tls = tls;
        this.since = now;
        this.demand = origin.demand().get();
    }

    /** Returns the last verdict, or null. Any thread. */
    Verdict verdict() {
        return verdict;
    }

    /** Returns whether there is still no verdict although there was time. */
    boolean isOverdue(long now) {
        return verdict == null && now - since > LIMIT_MILLIS;
    }

    /** Returns whether it presented more than anybody has reason to; many who wait would fill the memory. */
    boolean isTooLong() {
        return PeerCertificates.chain(tls).stream().mapToInt(certificate -> certificate.length).sum() > MOST_BYTES;
    }

    /** Returns whether it is time to ask. */
    boolean isDue(long now) {
        if (asking) {
            return false;
        }
        if (verdict == null) {
            return true;
        }
        return !judges.isAbsent() && now - answeredAt >= PAUSE_MILLIS && isOutdated();
    }

    private boolean isOutdated() {
        String policy = judges.policy();
        return policy != null && !policy.equals(verdict.policy()) || !demand.equals(origin.demand().get()) || verdict.until() <= System.currentTimeMillis();
    }

    /**
     * Asks for a verdict.
     *
     * @param answered told on the loop; null when nobody can say now
     * @return false when too many wait already
     */
    boolean ask(Loop loop, Consumer<Verdict> answered) {
        asking = true;
        demand = origin.demand().get();
        Origin.Demand asked = demand;
        return judges.ask(() -> presented(asked), verdict == null, found -> loop.run(() -> {
            asking = false;
            answeredAt = loop.now();
            answered.accept(found);
        }));
    }

    private PeerCertificate presented(Origin.Demand asked) {
        String dialled = origin.outgoing() ? origin.peer().serverName() : null;
        return new PeerCertificate(origin.endpoint(), asked.trust(), asked.old(), origin.remote(), dialled, asked.required(), PeerCertificates.chain(tls),
            PeerCertificates.staples(tls));
    }

    /** Returns who the peer was proven to be and is not by another verdict. */
    List<Identity> lost(Verdict found) {
        Verdict before = verdict;
        return before == null ? List.of() : before.identities().stream().filter(identity -> !found.identities().contains(identity)).toList();
    }

    void keep(Verdict found) {
        verdict = found;
    }
}
