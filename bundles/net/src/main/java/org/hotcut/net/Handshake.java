package org.hotcut.net;

import java.nio.channels.ClosedChannelException;
import java.util.List;

import io.netty.handler.ssl.SslHandler;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Verdict;

/** How the TLS handshake of one connection ended, and what the certificate of the peer proves, if it presented one. On the connection's loop, but for {@link #verdict}. */
final class Handshake {
    private final Connection connection;
    private final Shared shared;
    private final SslHandler tls;
    private final Intake intake;
    /** Null when the peer presented no certificate. */
    private volatile Papers papers;

    Handshake(Connection connection, Shared shared, SslHandler tls, Intake intake) {
        this.connection = connection;
        this.shared = shared;
        this.tls = tls;
        this.intake = intake;
    }

    /** Returns what the peer's certificate proves, or null when it presented none. */
    Verdict verdict() {
        Papers presented = papers;
        return presented == null ? null : presented.verdict();
    }

    /** It has ended; the cause is null when well. */
    void ended(Throwable cause) {
        if (cause != null) {
            failed(cause);
            return;
        }
        if (PeerCertificates.chain(tls).isEmpty()) {
            connection.opened();
            return;
        }
        papers = new Papers(shared.judges(), connection.origin(), tls, connection.loop().now());
        connection.enter(Connection.State.JUDGING);
        intake.stop();
        judgeWhenDue();
    }

    private void failed(Throwable cause) {
        if (connection.origin().outgoing() || cause instanceof ClosedChannelException) {
            connection.count(Drops.Reason.TLS_FAILED);
        } else {
            connection.complain(Drops.Reason.TLS_FAILED, "TLS handshake failed: " + Faults.reason(cause));
        }
    }

    /** Returns whether there is still no verdict although there was time. */
    boolean isOverdue(long now) {
        return papers.isOverdue(now);
    }

    /** Asks for a verdict when there is none, or when there may be another by now. */
    void judgeWhenDue() {
        if (papers == null || !connection.isJudgingOrOpen() || !papers.isDue(connection.loop().now())) {
            return;
        }
        if (papers.isTooLong()) {
            connection.ending().giveUp(Drops.Reason.CERTIFICATE_REFUSED, "the certificates it presents are too long");
        } else if (!papers.ask(connection.loop(), this::judged)) {
            connection.ending().giveUp(Drops.Reason.UNJUDGED, "too many certificates wait to be judged");
        }
    }

    private void judged(Verdict verdict) {
        if (verdict == null || !connection.isJudgingOrOpen()) {
            return;
        }
        List<Identity> lost = papers.lost(verdict);
        if (!lost.isEmpty()) {
            shared.flows().disproved(connection, lost);
        }
        if (verdict.refusal() != null) {
            connection.ending().giveUp(Drops.Reason.CERTIFICATE_REFUSED, "certificate refused: " + verdict.refusal());
            return;
        }
        papers.keep(verdict);
        if (!lost.isEmpty()) {
            connection.close("its certificate does not prove any more what it did");
        } else if (connection.state() == Connection.State.JUDGING) {
            open(verdict);
        }
    }

    private void open(Verdict verdict) {
        if (verdict.ignored() != null) {
            shared.log().warn(Transports.name(connection.origin().protocol()), connection.origin().remote(), "is nobody in spite of its " + verdict.ignored());
        }
        connection.opened();
        if (!verdict.identities().isEmpty()) {
            connection.guest().identified();
        }
        if (!intake.isWaiting()) {
            intake.resume();
        }
        if (connection.state() == Connection.State.OPEN) {
            intake.readOrNot();
        }
    }
}
