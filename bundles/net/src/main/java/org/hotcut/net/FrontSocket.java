package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.RejectedExecutionException;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Protocol;

/** One socket of a {@link PacketListener}: strangers send to it. */
final class FrontSocket extends PacketChannel implements DatagramListener.Bound {
    /** Many clients use it, so that there are often several datagrams; then the loop looks at its other sockets. */
    private static final int READS_AT_A_TIME = 32;
    /** The first two bits are zero in STUN (RFC 8489 section 5), and not in ChannelData (RFC 8656 section 12.4). */
    private static final int NO_STUN = 0xC0;

    private final PacketListener listener;
    private final Slot<PacketHandler> slot;
    private final Gate gate;
    private final DtlsFront dtls;

    FrontSocket(PacketLoop home, DatagramChannel channel, PacketListener listener, Slot<PacketHandler> slot, Shared shared) throws IOException {
        super(home, channel);
        this.listener = listener;
        this.slot = slot;
        gate = shared.gate();
        dtls = new DtlsFront(this, listener, shared);
    }

    /** Returns who takes what comes, or null. */
    PacketHandler handler() {
        Slot.Bound<PacketHandler> bound = slot.current();
        return bound == null ? null : bound.service;
    }

    @Override
    public String endpoint() {
        return listener.settings().name();
    }

    @Override
    void started() {
        look();
    }

    /** Takes what comes as long as somebody is there to take it. On the loop. */
    void look() {
        Slot.Bound<PacketHandler> bound = slot.current();
        if (bound != null && !isClosed()) {
            introduce(bound.service, this);
        }
        read(bound != null);
    }

    @Override
    void read() throws IOException {
        for (int i = 0; i < READS_AT_A_TIME && !isClosed(); i++) {
            Slot.Bound<PacketHandler> bound = slot.current();
            if (bound == null) {
                read(false);
                return;
            }
            InetSocketAddress from = receive();
            if (from == null) {
                return;
            }
            take(buffer(), from, bound.service);
        }
    }

    private void take(ByteBuffer packet, InetSocketAddress from, PacketHandler handler) {
        if (packet.remaining() > listener.settings().limits().maxMessage()) {
            drop(Drops.Reason.DATAGRAM_TOO_LONG);
        } else if (dtls.takes(packet)) {
            dtls.packet(packet, from, handler);
        } else if (!packet.hasRemaining() || isAdmitted(Protocol.UDP, packet.get(packet.position()), from)) {
            deliver(handler, from);
        }
    }

    /** Asks only of what may be a request whether its sender is banned: data of those who have no allocation is dropped by whoever gets it, for less. */
    boolean isAdmitted(Protocol protocol, byte first, InetSocketAddress from) {
        if ((first & NO_STUN) != 0 || gate.admit(protocol, from) != Admission.REFUSED) {
            return true;
        }
        drop(Drops.Reason.SOURCE_REFUSED);
        return false;
    }

    /** Some time has passed. On the loop. */
    void tick() {
        dtls.tick();
    }

    /** Ends what is more than datagrams, before it is shut. */
    void hangUp() {
        try {
            home().run(dtls::shut);
        } catch (RejectedExecutionException e) {
            drop(Drops.Reason.LISTENER_CLOSED); // the loop is at its end, with all who would hear of it
        }
    }

    /** It is the listener's: nothing happens. */
    @Override
    public void close() {
        // see PacketSocket; the listener shuts it
    }
}
