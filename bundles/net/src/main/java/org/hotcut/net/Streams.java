package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import org.hotcut.core.api.net.RelayStream;
import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.core.api.net.StreamDoor;
import org.hotcut.core.api.net.StreamLoops;

/** The connections of clients' peers, on the loops of relayed media. */
final class Streams implements StreamLoops {
    /** What one side may have sent that the other has not read. */
    static final WriteBufferWaterMark MARK = new WriteBufferWaterMark(32 << 10, 64 << 10);
    private static final int BACKLOG = 16;

    private final EventLoops loops;
    private final FlowTable flows;
    private final AtomicInteger open = new AtomicInteger();

    Streams(EventLoops loops, FlowTable flows) {
        this.loops = loops;
        this.flows = flows;
    }

    /** Returns how many are open. */
    int open() {
        return open.get();
    }

    @Override
    public StreamDoor listen(int loop, InetSocketAddress local, Consumer<RelayStream> accepted) throws IOException {
        Loop place = loops.get(loop);
        ServerChannel channel = place.sockets.server(local.getAddress());
        Door door = new Door(this, place, channel, accepted);
        try {
            share(channel.config());
            channel.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
            channel.pipeline().addLast(door);
            await(place.events.register(channel));
            await(channel.bind(local));
            return door;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A loop cannot wait for what it is to do itself: but that is done at once there. */
    private static void await(ChannelFuture done) throws IOException {
        if (!done.channel().eventLoop().inEventLoop()) {
            done.awaitUninterruptibly();
        }
        if (!done.isSuccess()) {
            throw done.cause() instanceof IOException fault ? fault : new IOException("the loop does not answer", done.cause());
        }
    }

    /** Connections leave from the port at which others are taken. */
    private static void share(ChannelConfig config) {
        config.setOption(ChannelOption.SO_REUSEADDR, true);
        config.setOption(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
    }

    @Override
    public CompletionStage<RelayStream> connect(StreamDoor from, InetSocketAddress remote, int millis) {
        CompletableFuture<RelayStream> attempt = new CompletableFuture<>();
        Door door = (Door) from;
        Loop loop = door.place();
        SocketChannel channel;
        PeerStream stream;
        try {
            channel = loop.sockets.client(remote.getAddress());
            share(channel.config());
            channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis);
            stream = prepare(channel, remote);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new IOException(Faults.reason(e), e)); // out of files
        }
        InetSocketAddress local = from.local();
        ChannelFutureListener giveUp = closed -> channel.close();
        door.whenClosed(giveUp);
        loop.events.register(channel).addListener(registered -> channel.connect(remote, local).addListener(done -> {
            door.forget(giveUp);
            if (done.isSuccess()) {
                attempt.complete(stream);
            } else {
                channel.close();
                attempt.completeExceptionally(new IOException(Faults.reason(done.cause()), done.cause()));
            }
        }));
        return attempt.minimalCompletionStage();
    }

    /** Makes a stream of a channel, which is not read yet. */
    PeerStream prepare(SocketChannel channel, InetSocketAddress remote) {
        StreamListener.tune(Sockets.NIO, channel.config());
        channel.config().setWriteBufferWaterMark(MARK);
        channel.config().setAutoRead(false);
        PeerStream stream = new PeerStream(channel, remote);
        channel.pipeline().addLast(stream);
        open.incrementAndGet();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        return stream;
    }

    @Override
    public CompletionStage<Boolean> join(long flow, RelayStream stream, StreamBudget budget) {
        Connection connection = flows.find(flow);
        if (connection == null) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        // not before the message has been taken that is being handed over
        connection.loop().events.execute(() -> joined.complete(connection.join((PeerStream) stream, budget)));
        return joined.minimalCompletionStage();
    }
}
