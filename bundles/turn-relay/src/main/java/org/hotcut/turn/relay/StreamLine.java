package org.hotcut.turn.relay;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.stun.ChannelData;
import org.hotcut.turn.api.Client;

/** To a client that uses TCP or TLS. */
final class StreamLine extends Line {
    private final StreamClient stream;
    private final Flow flow;
    private final Flows flows;

    StreamLine(StreamClient stream, Flow flow, Flows flows) {
        super(new Client(flow.protocol(), flow.local(), flow.remote(), flow.id()));
        this.stream = stream;
        this.flow = flow;
        this.flows = flows;
    }

    @Override
    void holds(Allocation allocation, Fronts fronts) {
        stream.allocation(allocation);
    }

    @Override
    boolean isOf(int loop) {
        return true;
    }

    @Override
    Flow flow() {
        return flow;
    }

    @Override
    boolean send(byte[] message) {
        return flows.send(flow, message);
    }

    @Override
    boolean deliver(Peer peer, ByteBuffer data) {
        if (peer.channel != 0) {
            ChannelData.wrap(data, peer.channel);
            ChannelData.pad(data);
        } else if (!indicate(peer, data)) {
            return false;
        }
        byte[] message = new byte[data.remaining()];
        data.get(message);
        return flows.send(flow, message);
    }

    @Override
    boolean isGone() {
        return stream.isClosed();
    }

    @Override
    void answered() {
        stream.answered();
    }

    @Override
    void again(byte[] request) {
        stream.again(request);
    }
}
