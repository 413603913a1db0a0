package org.hotcut.net;

import io.netty.channel.socket.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one connection comes to its end: politely, or at once. On its loop, but for {@link #givenUp}. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Connection connection;
    private final Shared shared;
    private final SocketChannel channel;
    private final Patience patience;
    private final Intake intake;
    private final Outbox outbox;
    private volatile String givenUp;
    private boolean peerLeft;

    Ending(Connection connection, Shared shared, SocketChannel channel, Patience patience, Intake intake, Outbox outbox) {
        this.connection = connection;
        this.shared = shared;
        this.channel = channel;
        this.patience = patience;
        this.intake = intake;
        this.outbox = outbox;
    }

    /** Returns why we have given the peer up, or null. Any thread. */
    String givenUp() {
        return givenUp;
    }

    /** Returns whether the peer has closed it and only what it left for an absent transport is here still. */
    boolean hasPeerLeft() {
        return peerLeft;
    }

    /**
     * No message can be made of what comes. What was whole before is still answered, since a client behind a NAT cannot be reached by another connection
     * (RFC 3261 section 18.2.2).
     */
    void malformed(Drops.Reason kind, String reason) {
        connection.complain(kind, "connection is closed: " + reason);
        if (connection.state() != Connection.State.OPEN || intake.isWithoutMessage()) {
            finish();
            return;
        }
        connection.enter(Connection.State.ANSWERING);
        leave();
    }

    /** The peer is not what a peer must be: closes at once. */
    void giveUp(Drops.Reason kind, String reason) {
        givenUp = reason;
        connection.complain(kind, "connection is closed: " + reason);
        drop();
    }

    /** Nothing more is wanted of the peer: closes at once. */
    void ban() {
        shared.drops().count(Drops.Reason.SOURCE_REFUSED);
        LOG.debug("{} {} is closed: it is banned", connection.origin().protocol(), Addresses.text(connection.origin().remote()));
        drop();
    }

    private void drop() {
        if (connection.canSend()) {
            connection.enter(Connection.State.CLOSING);
            shared.flows().forgetPeer(connection);
        }
        channel.close();
    }

    /**
     * Writes what waits, then ends our side; what the peer still sends is read and thrown away for a while, since closing on unread bytes
     * would make the kernel send a reset, and that takes the last answer from the peer (RFC 1122 section 4.2.2.13).
     */
    void finish() {
        if (connection.canSend()) {
            connection.enter(Connection.State.CLOSING);
            leave();
            outbox.end();
        }
    }

    private void leave() {
        patience.closing(connection.loop().now());
        shared.flows().forgetPeer(connection);
        intake.discard();
    }

    /** Closes, in whatever state it is, because its listener is no more. */
    void retire() {
        if (connection.canSend()) {
            finish();
        } else if (connection.state() != Connection.State.CLOSING) {
            channel.close();
        }
    }

    /** The connection was closed by either side. What it left for an absent transport is kept for a while. */
    void closed() {
        peerLeft = connection.state() == Connection.State.OPEN && intake.keepsSomething();
        if (!peerLeft) {
            connection.loop().connections.remove(connection);
            gone();
        }
    }

    void gone() {
        connection.enter(Connection.State.GONE);
        intake.clear();
        if (connection.flow() != null) {
            shared.flows().remove(connection);
        }
    }
}
