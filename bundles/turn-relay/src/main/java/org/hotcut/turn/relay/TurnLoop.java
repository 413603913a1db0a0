package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.stun.ChannelData;
import org.hotcut.stun.FirstByte;
import org.hotcut.stun.SendIndication;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.turn.api.Client;

/** What comes from the clients of one loop. Touched by that loop alone, but for {@link #hopped}. */
final class TurnLoop {
    static final long TICK_MILLIS = 250;
    /** The longest names, realm and nonce there may be make less (RFC 8489 section 14). */
    private static final int LONGEST_REQUEST = 4_096;
    private static final int MOST_HOPS = 1_024;

    private final int index;
    private final Services services;
    private final TurnLoops loops;
    private final Fronts fronts = new Fronts();
    private final Kept kept;
    private final Roster roster;
    private final Connecting connecting;
    private final Moving moving;
    private final Dispatch dispatch;
    private final Map<Long, StreamClient> streams = new HashMap<>();
    private final SendIndication send = new SendIndication();
    private final AtomicInteger hopping = new AtomicInteger();

    TurnLoop(int index, Services services, TurnLoops loops) {
        this.index = index;
        this.services = services;
        this.loops = loops;
        this.kept = new Kept(services.store, index);
        this.roster = new Roster(index, services, fronts, kept);
        this.connecting = new Connecting(this, services);
        this.moving = new Moving(this, services, roster);
        this.dispatch = new Dispatch(index, services, new Actions(services, roster, kept, new Allocating(this, services, roster), moving, connecting));
    }

    int index() {
        return index;
    }

    Settings settings() {
        return services.settings;
    }

    /** Returns whether there is a relayed address of ours now. */
    boolean isRelayed(InetSocketAddress address) {
        return services.relayed.contains(address);
    }

    Kept kept() {
        return kept;
    }

    Roster roster() {
        return roster;
    }

    Connecting connecting() {
        return connecting;
    }

    Moving moving() {
        return moving;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    /** Takes a datagram of a client. */
    void packet(PacketSocket socket, ByteBuffer packet, InetSocketAddress from) {
        if (!packet.hasRemaining()) {
            return;
        }
        Allocation allocation = fronts.of(socket).clients.get(from);
        if (allocation == null && services.clients.size() > 0) {
            Client client = new Client(socket.protocol(), socket.local(), from, 0);
            Allocation elsewhere = services.clients.find(client);
            if (elsewhere != null && elsewhere.loop != this) {
                elsewhere.loop.hopped(socket, packet, from);
                return;
            }
            if (elsewhere != null) {
                allocation = elsewhere;
                meet(allocation, client, socket);
            }
        }
        if (allocation != null && allocation.next() != null) {
            take(allocation.line(new Client(socket.protocol(), socket.local(), from, 0)), allocation, packet);
        } else if (FirstByte.isChannelData(packet.get(packet.position()))) {
            channelData(allocation, packet);
        } else if (SendIndication.is(packet)) {
            send(allocation, packet);
        } else {
            byte[] request = request(packet);
            if (request != null) {
                dispatch.request(allocation == null ? new DatagramLine(socket, from) : allocation.line(), request);
            }
        }
    }

    /** Takes a datagram of a client that moves. */
    private void take(Line line, Allocation allocation, ByteBuffer packet) {
        if (FirstByte.isChannelData(packet.get(packet.position()))) {
            roster.heard(allocation, line);
            channelData(allocation, packet);
        } else if (SendIndication.is(packet)) {
            roster.heard(allocation, line);
            send(allocation, packet);
        } else {
            byte[] request = request(packet);
            if (request != null) {
                dispatch.request(line, request);
            }
        }
    }

    /** A listener's socket hands over what comes: clients of before are met by it. */
    void opened(PacketSocket socket) {
        for (Allocation allocation : roster.all()) {
            Client client = allocation.line().client();
            if (!allocation.line().isGone() && client.protocol() == socket.protocol() && client.server().equals(socket.local())) {
                meet(allocation, client, socket);
            }
        }
    }

    /** A socket of another loop serves as long as there is none of this. */
    private void meet(Allocation allocation, Client client, PacketSocket socket) {
        if (socket.loop() == index || !allocation.line(client).isOf(index)) {
            roster.meet(allocation, new DatagramLine(socket, client.address()));
        }
    }

    /** Takes a datagram that came to another loop: since it was opened, or after a restart, the kernel may divide clients otherwise. */
    private void hopped(PacketSocket socket, ByteBuffer packet, InetSocketAddress from) {
        hopped(packet, copy -> packet(socket, copy, from));
    }

    /** Takes what came to another loop; when too much waits it is lost, as a datagram is. Called there. */
    void hopped(ByteBuffer packet, Consumer<ByteBuffer> taker) {
        services.counters.hops.increment();
        if (hopping.incrementAndGet() > MOST_HOPS) {
            hopping.decrementAndGet();
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        services.loops.execute(index, () -> {
            hopping.decrementAndGet();
            taker.accept(copy);
        });
    }

    /** Takes one message of a client's connection. */
    void message(Flow flow, ByteBuffer message) {
        StreamClient stream = streams.get(flow.id());
        if (stream == null) {
            TurnLoop home = loops.home(flow.id());
            if (home != null && home != this) {
                home.hopped(message, copy -> home.message(flow, copy));
                return;
            }
            stream = open(flow);
        }
        if (stream.allocation() != null && stream.allocation().next() == stream.line() && !isRequest(message)) {
            roster.heard(stream.allocation(), stream.line());
        }
        if (FirstByte.isChannelData(message.get(message.position()))) {
            channelData(stream.allocation(), message);
        } else if (SendIndication.is(message)) {
            send(stream.allocation(), message);
        } else {
            byte[] request = request(message);
            if (request != null) {
                stream.request(request);
            }
        }
    }

    private StreamClient open(Flow flow) {
        StreamClient stream = new StreamClient(flow, services.flows, dispatch);
        streams.put(flow.id(), stream);
        loops.opened(flow.id(), this);
        return stream;
    }

    private static boolean isRequest(ByteBuffer message) {
        return !FirstByte.isChannelData(message.get(message.position())) && !SendIndication.is(message);
    }

    /** Takes a connection of another loop over, which goes on handing over what comes by it. */
    Line adopt(Flow flow) {
        StreamClient known = streams.get(flow.id());
        StreamClient stream = known == null ? open(flow) : known;
        if (!services.flows.isOpen(flow)) {
            loops.closed(flow.id());
        }
        return stream.line();
    }

    /** If another loop has taken a connection over, what waits goes there. */
    void leave(long flow) {
        TurnLoop home = loops.home(flow);
        StreamClient stream = home == this ? null : streams.remove(flow);
        if (stream != null) {
            List<byte[]> waiting = stream.waiting();
            stream.close();
            if (home != null) {
                waiting.forEach(message -> services.loops.execute(home.index, () -> home.message(stream.line().flow(), ByteBuffer.wrap(message))));
            }
        }
    }

    private static void channelData(Allocation allocation, ByteBuffer packet) {
        if (allocation == null || !ChannelData.isWhole(packet)) {
            return;
        }
        int at = packet.position();
        int data = at + ChannelData.HEADER;
        Peer peer = allocation.peers.channel(ChannelData.number(packet, at));
        allocation.send(peer, packet.limit(data + ChannelData.length(packet, at)).position(data));
    }

    /** DONT-FRAGMENT cannot be set here, so it is as an attribute that is not understood (RFC 8656 section 11.2). */
    private void send(Allocation allocation, ByteBuffer packet) {
        if (allocation == null || !send.read(packet) || send.isDontFragment()) {
            return;
        }
        Peer peer = allocation.peers.find(send, allocation);
        send.narrow(packet);
        allocation.send(peer, packet);
    }

    /** Returns a copy of what is a request, or null. */
    private static byte[] request(ByteBuffer packet) {
        StunMessage message = packet.remaining() > LONGEST_REQUEST ? null : StunMessage.of(packet);
        if (message == null || message.stunClass() != StunClass.REQUEST || message.hasFingerprint() && !message.isFingerprintRight()) {
            return null;
        }
        byte[] copy = new byte[packet.remaining()];
        packet.get(packet.position(), copy);
        return copy;
    }

    /** A client's connection is closed. */
    void closed(long flow) {
        StreamClient stream = streams.remove(flow);
        loops.forget(flow, this); // what was handed over from another loop may have come after the word of its end
        if (stream != null) {
            stream.close();
            if (stream.allocation() != null) {
                roster.left(stream.allocation(), stream.line());
            }
        }
    }

    /** A client's DTLS session has ended: who begins another from that address may be somebody else, and nothing but the session told. */
    void closed(Client client) {
        Allocation allocation = roster.find(client);
        if (allocation != null) {
            roster.left(allocation, allocation.line(client));
        }
    }

    /** There is a handler again. */
    void resume() {
        dispatch.resume();
        streams.values().forEach(StreamClient::resume);
    }

    void tick() {
        long now = services.clock.millis();
        dispatch.tick(now);
        roster.tick(now);
    }

    /** All is over: relay sockets and what waits. What is kept on disk stays there. */
    void close() {
        streams.values().forEach(StreamClient::close);
        streams.clear();
        roster.close();
    }
}
