package org.hotcut.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.hotcut.testkit.TurnClient;

/** Telephones whose media is relayed: each sends a packet every 20 ms on its channel to a peer that sends it back, and looks at what comes. */
final class MediaLoad implements AutoCloseable {
    /** The channel on which each speaks. */
    static final int CHANNEL = 0x4000;
    private static final int PERIOD_MILLIS = 20;
    private static final int SENDERS = 4;
    private static final int BYTES = 172;
    private static final Duration LAST = Duration.ofSeconds(30);

    /**
     * What happened between two moments, at all telephones together.
     *
     * @param sent    to the peer
     * @param heard   back from it
     * @param longest milliseconds between two packets that a telephone heard
     * @param dropped by the kernel, on all the way
     */
    record Figures(long sent, long heard, long longest, long dropped) {
        long lost() {
            return sent - heard;
        }

        /** Returns how many the kernel cannot have lost. */
        long lostByPrograms() {
            return Math.max(0, lost() - dropped);
        }
    }

    private final DatagramChannel peer;
    private final List<Telephone> telephones = new ArrayList<>();
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(SENDERS);
    private volatile boolean speaking;
    private long droppedBefore;

    private MediaLoad(DatagramChannel peer) {
        this.peer = peer;
    }

    /** Opens the peer. */
    static MediaLoad at(String address) throws IOException {
        DatagramChannel peer = DatagramChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20).bind(new InetSocketAddress(address, 0));
        MediaLoad load = new MediaLoad(peer);
        daemon("peer", load::echo);
        for (int i = 0; i < PERIOD_MILLIS; i++) {
            int slice = i;
            load.senders.scheduleAtFixedRate(() -> load.speak(slice), i, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
        return load;
    }

    /** Returns where the peer is. */
    InetSocketAddress peer() throws IOException {
        return (InetSocketAddress) peer.getLocalAddress();
    }

    /** Makes a client that has proven itself a telephone: it gets an allocation and a channel, and is read here from now on. Returns its relayed address. */
    InetSocketAddress add(TurnClient client) throws IOException {
        InetSocketAddress relayed = client.allocate();
        client.bind(CHANNEL, peer());
        Telephone telephone = new Telephone(client);
        synchronized (telephones) {
            telephones.add(telephone);
        }
        daemon("telephone " + relayed, telephone::listen);
        return relayed;
    }

    /** Speaks until {@link #figures}. */
    void speak() {
        synchronized (telephones) {
            telephones.forEach(Telephone::begin);
        }
        droppedBefore = KernelDrops.count();
        speaking = true;
    }

    /** Returns what happened since {@link #speak}; everybody is silent then. */
    Figures figures() {
        long longest = most(Telephone::longest);
        speaking = false;
        long[] before = {-1};
        Awaitility.await("the last packets come").atMost(LAST).pollInterval(Duration.ofMillis(300)).until(() -> {
            long now = sum(Telephone::heard);
            boolean quiet = now == before[0];
            before[0] = now;
            return quiet;
        });
        return new Figures(sum(Telephone::sent), sum(Telephone::heard), longest, KernelDrops.count() - droppedBefore);
    }

    /** Waits until each telephone has heard something since {@link #speak}, and returns how long the last one took from then, in milliseconds. */
    long awaitAll(Duration patience) {
        Awaitility.await("every telephone hears its peer").atMost(patience).pollInterval(Duration.ofMillis(20)).until(() -> least(Telephone::heard) > 0);
        return most(Telephone::toFirst);
    }

    /** Returns how many packets all have heard since {@link #speak}. */
    long heard() {
        return sum(Telephone::heard);
    }

    /** A figure of a telephone. */
    private interface Figure {
        long of(Telephone telephone);
    }

    private long sum(Figure figure) {
        return snapshot().stream().mapToLong(figure::of).sum();
    }

    private long most(Figure figure) {
        return snapshot().stream().mapToLong(figure::of).max().orElse(0);
    }

    private long least(Figure figure) {
        return snapshot().stream().mapToLong(figure::of).min().orElse(0);
    }

    private List<Telephone> snapshot() {
        synchronized (telephones) {
            return List.copyOf(telephones);
        }
    }

    private void speak(int slice) {
        if (!speaking) {
            return;
        }
        List<Telephone> all = snapshot();
        for (int i = slice; i < all.size(); i += PERIOD_MILLIS) {
            all.get(i).say();
        }
    }

    private void echo() {
        ByteBuffer packet = ByteBuffer.allocateDirect(2000);
        while (true) {
            try {
                packet.clear();
                InetSocketAddress from = (InetSocketAddress) peer.receive(packet);
                peer.send(packet.flip(), from);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // a port that is closed is said to whoever sent to it before: the next packet may be another's
            }
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        senders.shutdownNow();
        for (Telephone telephone : snapshot()) {
            telephone.client.close();
        }
        peer.close();
    }

    private static final class Telephone {
        private final TurnClient client;
        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong heard = new AtomicLong();
        private volatile long began;
        private volatile long first;
        private volatile long last;
        private volatile long longest;

        Telephone(TurnClient client) {
            this.client = client;
        }

        void begin() {
            sent.set(0);
            heard.set(0);
            longest = 0;
            began = System.nanoTime();
            last = began;
            first = 0;
        }

        long sent() {
            return sent.get();
        }

        long heard() {
            return heard.get();
        }

        /** Silence that has not ended counts too. */
        long longest() {
            return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, System.nanoTime() - last));
        }

        long toFirst() {
            return TimeUnit.NANOSECONDS.toMillis(first - began);
        }

        void say() {
            try {
                client.send(CHANNEL, new byte[BYTES]);
                sent.incrementAndGet();
            } catch (IOException e) {
                // over UDP a server that is away is said to whoever sends; a packet that nobody got is not sent
            }
        }

        void listen() {
            try {
                while (true) {
                    if (client.receive(Duration.ofSeconds(30)) != null) {
                        hear(System.nanoTime());
                    }
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void hear(long now) {
            longest = Math.max(longest, now - last);
            last = now;
            if (heard.getAndIncrement() == 0) {
                first = now;
            }
        }
    }
}
