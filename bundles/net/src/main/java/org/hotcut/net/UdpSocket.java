package org.hotcut.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket of a UDP listener, on one loop: reads datagrams and gives them to the transport, or parks them; sends what others send. */
final class UdpSocket extends ChannelInboundHandlerAdapter implements Flusher.Writer, DatagramListener.Bound {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    /** How many parked ones are handed over before the loop looks at its other work. */
    private static final int UNPARK_BURST = 64;

    private final Loop loop;
    private final DatagramChannel channel;
    private final UdpListener listener;
    private final Slot<Transport> slot;
    private final Gate gate;
    private final Drops drops;
    private final ParkedDatagrams parked;
    private FlowCache peers;
    private boolean unflushed;

    UdpSocket(Loop loop, DatagramChannel channel, UdpListener listener, Slot<Transport> slot, Gate gate, Drops drops, ParkedDatagrams.Room room) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.slot = slot;
        this.gate = gate;
        this.drops = drops;
        this.parked = new ParkedDatagrams(room);
    }

    @Override
    public DatagramChannel channel() {
        return channel;
    }

    @Override
    public boolean markUnflushed(boolean mark) {
        boolean before = unflushed;
        unflushed = mark;
        return before;
    }

    /** Begins to read; the listener knows its address by now. */
    void start(FlowCache cache) {
        loop.run(() -> {
            peers = cache;
            channel.config().setAutoRead(true);
        });
    }

    /** Queues a datagram for the kernel, from any thread. Returns false when the queue is full: the kernel does not take them. */
    boolean send(InetSocketAddress remote, byte[] bytes) {
        if (!channel.isWritable()) {
            drops.count(channel.isOpen() ? Drops.Reason.SEND_QUEUE_FULL : Drops.Reason.LISTENER_CLOSED);
            return false;
        }
        DatagramPacket packet = new DatagramPacket(Unpooled.wrappedBuffer(bytes), remote);
        if (!loop.isHere()) {
            channel.writeAndFlush(packet, channel.voidPromise());
            return true;
        }
        channel.write(packet, channel.voidPromise());
        loop.flusher.add(this);
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            read(packet.sender(), packet.content());
        } finally {
            packet.release();
        }
    }

    private void read(InetSocketAddress sender, ByteBuf content) {
        if (gate.admit(Protocol.UDP, sender) == Admission.REFUSED) {
            drops.count(Drops.Reason.SOURCE_REFUSED);
            return;
        }
        int size = content.readableBytes();
        if (size > listener.settings().limits().maxMessage()) {
            drops.count(Drops.Reason.DATAGRAM_TOO_LONG);
            return;
        }
        Flow flow = peers.of(sender);
        ByteBuffer datagram = content.nioBuffer();
        Slot.Bound<Transport> bound = parked.isEmpty() ? slot.current() : null;
        if (bound != null && deliver(bound, flow, datagram)) {
            return;
        }
        if (!parked.add(flow, datagram.position(0).limit(size))) {
            drops.count(Drops.Reason.PARKING_FULL);
        }
        if (bound != null) {
            // Fenced during the call; the next bearer may have been bound already, then nobody else would wake it
            loop.events.execute(this::unpark);
        }
    }

    /** Hands over what is parked, the oldest first, as long as a transport is there. On the loop. */
    void unpark() {
        for (int i = 0; i < UNPARK_BURST; i++) {
            ParkedDatagrams.Parked first = parked.peek();
            Slot.Bound<Transport> bound = slot.current();
            if (first == null || bound == null) {
                return;
            }
            if (deliver(bound, first.flow(), ByteBuffer.wrap(first.bytes()))) {
                parked.removeFirst();
            }
        }
        if (!parked.isEmpty()) {
            loop.events.execute(this::unpark);
        }
    }

    /** Returns false when the datagram is to go to the next bearer of the name: this one was fenced and then failed. */
    private boolean deliver(Slot.Bound<Transport> bound, Flow flow, ByteBuffer datagram) {
        try {
            bound.service.receive(flow, datagram);
            return true;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (slot.current() != bound) {
                return false;
            }
            drops.count(Drops.Reason.TRANSPORT_FAILED);
            if (bound.isFirstFault()) {
                LOG.error("The transport for udp failed at a datagram from {}; further faults of this version are only counted", flow, e);
            }
            return true;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (int lost = parked.clear(); lost > 0; lost--) {
            drops.count(Drops.Reason.LISTENER_CLOSED);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        drops.count(Drops.Reason.SEND_FAILED);
        if (LOG.isDebugEnabled()) {
            LOG.debug("A datagram could not be sent from {}: {}", listener.settings().name(), cause.toString());
        }
    }

    @Override
    public InetSocketAddress local() {
        return Addresses.plain(channel.localAddress());
    }

    @Override
    public int receiveBuffer() {
        int got = channel.config().getReceiveBufferSize();
        // Linux answers with twice what it grants (socket(7), SO_RCVBUF); the JDK's selector has halved it already
        return channel instanceof EpollDatagramChannel ? got / 2 : got;
    }

    @Override
    public void shut() {
        channel.close();
    }
}
