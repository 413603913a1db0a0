package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.turn.api.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All loops, and which one something is for. Safe for any thread. */
final class TurnLoops {
    /** For an admin who waits. */
    static final long PATIENCE_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(TurnLoops.class);

    private final Services services;
    private final int[] numbers;
    /** By number; null for loops that relay nothing. */
    private final TurnLoop[] byNumber;
    private final List<TurnLoop> all = new ArrayList<>();
    private final List<AutoCloseable> ticks = new ArrayList<>();
    private final Map<Long, TurnLoop> streams = new ConcurrentHashMap<>();

    TurnLoops(Services services) {
        this.services = services;
        this.numbers = services.packetLoops.packetLoops();
        this.byNumber = new TurnLoop[services.loops.count()];
        for (int number : numbers) {
            byNumber[number] = new TurnLoop(number, services, this);
            all.add(byNumber[number]);
        }
    }

    /** Begins to look after what is over. */
    void start() {
        all.forEach(loop -> ticks.add(services.loops.tick(loop.index(), TurnLoop.TICK_MILLIS, loop::tick)));
    }

    Collection<TurnLoop> all() {
        return all;
    }

    /** Returns the loop of this number, or any when that one relays nothing any more. */
    TurnLoop of(int number) {
        return number >= 0 && number < byNumber.length && byNumber[number] != null ? byNumber[number] : all.get(0);
    }

    void packet(PacketSocket socket, ByteBuffer packet, InetSocketAddress from) {
        byNumber[socket.loop()].packet(socket, packet, from);
    }

    void opened(PacketSocket socket) {
        each(loop -> loop.opened(socket));
    }

    /** A DTLS session has ended; what comes from that address next is behind this. */
    void closed(PacketSocket socket, InetSocketAddress address) {
        Client client = new Client(socket.protocol(), socket.local(), address, 0);
        Allocation allocation = services.clients.find(client);
        if (allocation == null) {
            return;
        }
        TurnLoop loop = allocation.loop;
        if (services.loops.current() == loop.index()) {
            loop.closed(client);
        } else {
            services.loops.execute(loop.index(), () -> loop.closed(client));
        }
    }

    void message(Flow flow, ByteBuffer message) {
        int here = services.loops.current();
        if (here >= 0 && byNumber[here] != null) {
            byNumber[here].message(flow, message);
            return;
        }
        TurnLoop loop = all.get((int) Long.remainderUnsigned(flow.id(), all.size()));
        streams.putIfAbsent(flow.id(), loop); // so that its end is told there, behind what came before
        loop.hopped(message, copy -> loop.message(flow, copy));
    }

    /** Returns the loop that a client's connection is on, or null. */
    TurnLoop home(long flow) {
        return streams.get(flow);
    }

    /** A client's connection is on this loop. */
    void opened(long flow, TurnLoop loop) {
        streams.put(flow, loop);
    }

    void closed(long flow) {
        TurnLoop loop = streams.remove(flow);
        if (loop != null) {
            services.loops.execute(loop.index(), () -> loop.closed(flow));
        }
    }

    /** A client's connection is no longer on this loop. */
    void forget(long flow, TurnLoop loop) {
        streams.remove(flow, loop);
    }

    /** Returns how many connections of clients are known. */
    int connections() {
        return streams.size();
    }

    void each(Consumer<TurnLoop> task) {
        all.forEach(loop -> services.loops.execute(loop.index(), () -> task.accept(loop)));
    }

    /** Asks every loop and waits for what it says; of one that does not say it in time there is nothing. Not to be called on a loop. */
    <T> List<T> ask(Function<TurnLoop, T> question) {
        Map<TurnLoop, T> answers = new ConcurrentHashMap<>();
        if (!await(PATIENCE_MILLIS, (loop, done) -> {
            answers.put(loop, question.apply(loop));
            done.run();
        })) {
            LOG.warn("{} of {} loops did not answer within {} ms", all.size() - answers.size(), all.size(), PATIENCE_MILLIS);
        }
        return List.copyOf(answers.values());
    }

    /** Something that each loop is to do, now or later, and to say when it is done. */
    @FunctionalInterface
    interface Task {
        void run(TurnLoop loop, Runnable done);
    }

    /** Returns whether all have done it in time; on a loop, which cannot wait for itself, only whether they had at once. */
    boolean await(long millis, Task task) {
        CountDownLatch open = new CountDownLatch(all.size());
        each(loop -> task.run(loop, open::countDown));
        if (services.loops.current() >= 0) {
            return open.getCount() == 0;
        }
        try {
            return open.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void close() {
        for (AutoCloseable tick : ticks) {
            try {
                tick.close();
            } catch (Exception e) {
                LOG.warn("A tick did not end: {}", e.toString());
            }
        }
        await(PATIENCE_MILLIS, (loop, done) -> {
            loop.close();
            done.run();
        });
    }
}
