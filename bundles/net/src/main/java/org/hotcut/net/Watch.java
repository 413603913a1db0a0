package org.hotcut.net;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import org.hotcut.core.api.ban.Admission;

/** Looks at one connection about once a second: whether its time is over, and whether the peer reads what it is sent. On the connection's loop. */
final class Watch {
    private static final long CLOSING_MILLIS = 2_000;
    private static final long LAST_ANSWERS_MILLIS = 4_000;
    private static final long LEFT_BEHIND_MILLIS = 10_000;
    private static final long MUCH_UNSENT = 64 << 10;

    private final Connection connection;
    private final SocketChannel channel;
    private final Intake intake;
    private final Patience patience;
    private final Drops drops;

    Watch(Connection connection, SocketChannel channel, Intake intake, Patience patience, Drops drops) {
        this.connection = connection;
        this.channel = channel;
        this.intake = intake;
        this.patience = patience;
        this.drops = drops;
    }

    /** Returns whether a peer that has left is to be forgotten, with what it has left behind. */
    boolean isForgotten(long now) {
        return now - patience.lastHeard() > LEFT_BEHIND_MILLIS;
    }

    void look(long now) {
        switch (connection.state()) {
            case OPENING, JUDGING, OPEN -> lookAtGuest(now);
            case ANSWERING -> lookAtLastAnswers(now);
            case CLOSING -> {
                if (now - patience.closingSince() >= CLOSING_MILLIS) {
                    channel.close();
                }
            }
            case GONE -> { }
        }
    }

    private void lookAtGuest(long now) {
        if (connection.guest().admission() == Admission.REFUSED) {
            connection.ending().ban();
            return;
        }
        if (connection.state() == Connection.State.JUDGING && connection.handshake().isOverdue(now)) {
            connection.ending().giveUp(Drops.Reason.UNJUDGED, "nobody could judge its certificate in time");
            return;
        }
        connection.judgeWhenDue();
        if (connection.state() == Connection.State.OPEN) {
            lookAtPatience(now, connection.origin().limits().get());
        }
        if (connection.state() == Connection.State.OPEN) {
            intake.unslow();
        }
    }

    private void lookAtPatience(long now, Limits limits) {
        Patience.Overdue overdue = overdue(now, limits);
        if (overdue == null) {
            return;
        }
        if (overdue.words() != null) {
            connection.ending().giveUp(overdue.kind(), overdue.words());
            return;
        }
        drops.count(overdue.kind());
        connection.ending().finish();
    }

    private Patience.Overdue overdue(long now, Limits limits) {
        boolean owesFirst = !connection.origin().outgoing() && intake.isWithoutMessage();
        boolean overstays = connection.guest().overstays(patience.since(now), limits);
        if (!channel.isWritable()) {
            return patience.unwritable(now);
        }
        return intake.isStopped() || connection.isJoined() ? null : patience.overdue(now, limits, owesFirst, overstays);
    }

    private void lookAtLastAnswers(long now) {
        if (connection.guest().admission() == Admission.REFUSED) {
            connection.ending().ban();
        } else if (now - patience.closingSince() >= LAST_ANSWERS_MILLIS) {
            connection.ending().finish();
        }
    }

    /** Returns how many bytes wait for the peer to read. */
    long unsent() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /** Closes when the peer leaves much unread: others need the memory. */
    void relieve() {
        if (connection.canSend() && unsent() > MUCH_UNSENT) {
            connection.ending().giveUp(Drops.Reason.PEER_DOES_NOT_READ, "does not read what it is sent, as too many others");
        }
    }
}
