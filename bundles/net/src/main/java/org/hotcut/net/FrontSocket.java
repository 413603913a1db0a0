package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Protocol;

/** One socket of a {@link PacketListener}: strangers send to it. */
final class FrontSocket extends PacketChannel {
    /** Many clients use it, so that there are often several datagrams; then the loop looks at its other sockets. */
    private static final int READS_AT_A_TIME = 32;
    /** The first two bits are zero in STUN (RFC 8489 section 5), and not in ChannelData (RFC 8656 section 12.4). */
    private static final int NO_STUN = 0xC0;

    private final PacketListener listener;
    private final Slot<PacketHandler> slot;
    private final Gate gate;

    FrontSocket(PacketLoop home, DatagramChannel channel, PacketListener listener, Slot<PacketHandler> slot, Gate gate) throws IOException {
        super(home, channel);
        this.listener = listener;
        this.slot = slot;
        this.gate = gate;
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
            introduce(bound.service);
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
            if (isTaken(buffer(), from)) {
                deliver(bound.service, from);
            }
        }
    }

    /** Asks only of what may be a request whether its sender is banned: data of those who have no allocation is dropped by whoever gets it, for less. */
    private boolean isTaken(ByteBuffer packet, InetSocketAddress from) {
        if (packet.remaining() > listener.settings().limits().maxMessage()) {
            drop(Drops.Reason.DATAGRAM_TOO_LONG);
            return false;
        }
        if (packet.hasRemaining() && (packet.get(packet.position()) & NO_STUN) == 0 && gate.admit(Protocol.UDP, from) == Admission.REFUSED) {
            drop(Drops.Reason.SOURCE_REFUSED);
            return false;
        }
        return true;
    }

    /** It is the listener's: nothing happens. */
    @Override
    public void close() {
        // see PacketSocket; the listener shuts it
    }
}
