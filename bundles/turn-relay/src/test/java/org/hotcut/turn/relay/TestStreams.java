package org.hotcut.turn.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.hotcut.core.api.net.RelayStream;
import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.core.api.net.StreamDoor;
import org.hotcut.core.api.net.StreamLoops;

/** Connections without a kernel: the test says what becomes of them. */
final class TestStreams implements StreamLoops {
    final List<Door> doors = new ArrayList<>();
    final List<Attempt> attempts = new ArrayList<>();
    /** Clients' connections that are not there. */
    final List<Long> gone = new ArrayList<>();
    private final TestLoops loops;

    TestStreams(TestLoops loops) {
        this.loops = loops;
    }

    /** Where connections are taken. */
    record Door(TestStreams streams, int loop, InetSocketAddress local, Consumer<RelayStream> accepted) implements StreamDoor {
        @Override
        public void close() {
            streams.doors.remove(this);
        }

        /** A peer connects. */
        Stream accept(InetSocketAddress peer) {
            Stream stream = new Stream(peer);
            streams.loops.execute(loop, () -> accepted.accept(stream));
            return stream;
        }
    }

    /** A connection that is being opened. */
    record Attempt(StreamDoor from, InetSocketAddress remote, CompletableFuture<RelayStream> result) {
        Stream succeeds() {
            Stream stream = new Stream(remote);
            result.complete(stream);
            return stream;
        }

        void fails() {
            result.completeExceptionally(new IOException("Connection refused"));
        }
    }

    /** One of a peer. */
    static final class Stream implements RelayStream {
        final InetSocketAddress remote;
        boolean isStarted;
        boolean isClosed;
        boolean isAborted;
        /** What the test does when it is started. */
        Runnable whenStarted = () -> { };
        /** The client's that it is joined with, 0 for none. */
        long joined;
        /** Of it and the client's. */
        StreamBudget budget;
        private final List<Runnable> told = new ArrayList<>();

        Stream(InetSocketAddress remote) {
            this.remote = remote;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public void start() {
            isStarted = true;
            whenStarted.run();
        }

        @Override
        public long received() {
            return isStarted ? 1000 : 0;
        }

        @Override
        public long sent() {
            return isStarted ? 10 : 0;
        }

        @Override
        public void whenClosed(Runnable callback) {
            told.add(callback);
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                told.forEach(Runnable::run);
            }
        }

        @Override
        public void abort() {
            isAborted = true;
            close();
        }
    }

    @Override
    public StreamDoor listen(int loop, InetSocketAddress local, Consumer<RelayStream> accepted) {
        Door door = new Door(this, loop, local, accepted);
        doors.add(door);
        return door;
    }

    @Override
    public CompletionStage<RelayStream> connect(StreamDoor from, InetSocketAddress remote, int millis) {
        Attempt attempt = new Attempt(from, remote, new CompletableFuture<>());
        attempts.add(attempt);
        return attempt.result;
    }

    @Override
    public CompletionStage<Boolean> join(long flow, RelayStream stream, StreamBudget budget) {
        if (gone.contains(flow) || ((Stream) stream).isClosed) {
            return CompletableFuture.completedFuture(false);
        }
        ((Stream) stream).joined = flow;
        ((Stream) stream).budget = budget;
        return CompletableFuture.completedFuture(true);
    }
}
