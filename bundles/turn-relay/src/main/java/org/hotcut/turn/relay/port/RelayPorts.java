package org.hotcut.turn.relay.port;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.RelayStream;
import org.hotcut.core.api.net.StreamLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that are relayed from; which one is had cannot be foretold (RFC 8656 section 7.2). Safe for any thread; blocks for the kernel only. */
public final class RelayPorts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayPorts.class);
    private static final int LOWEST = 1;
    private static final int HIGHEST = 65_535;
    private static final int GUESSES = 16;
    private static final int REFUSALS = 32;
    /** They outlive their allocations, and nobody's quota counts them: one client could reserve every port. */
    private static final int RESERVED_PART = 16;
    private static final int LEAST_RESERVED = 16;

    /** Ports from one to another, both included. */
    private record Range(int from, int to) {
        int size() {
            return to - from + 1;
        }
    }

    /** What is done with a port that was taken for it; after an error it is free again. */
    @FunctionalInterface
    private interface Opening {
        Lease at(InetSocketAddress bound) throws IOException;
    }

    private final PacketLoops loops;
    private final StreamLoops streams;
    private final IntPredicate listening;
    private final SecureRandom random = new SecureRandom();
    private final Reservations reservations;
    private final Map<InetAddress, PortSet> sets = new ConcurrentHashMap<>();
    private final Map<InetAddress, PortSet> doors = new ConcurrentHashMap<>();
    private volatile Range range = new Range(LOWEST, HIGHEST);

    /**
     * Has all ports until {@link #range} says which.
     *
     * @param clock     milliseconds that nobody can set
     * @param listening at which ports of TCP we listen ourselves
     */
    public RelayPorts(PacketLoops loops, StreamLoops streams, LongSupplier clock, IntPredicate listening) {
        this.listening = listening;
        this.loops = loops;
        this.streams = streams;
        this.reservations = new Reservations(random, clock);
    }

    /**
     * Hands out these from now on; those that are out stay so. Warns of a range from which Linux gives ports to others.
     *
     * @param from first
     * @param to   last, at least one more
     * @throws IllegalArgumentException with a sentence
     */
    public void range(int from, int to) {
        if (from < LOWEST || to > HIGHEST || to <= from) {
            throw new IllegalArgumentException("relay ports " + from + "-" + to + ": from 1 to 65535, and two of them at least");
        }
        Range wanted = new Range(from, to);
        if (wanted.equals(range)) {
            return;
        }
        range = wanted;
        String warning = EphemeralPorts.OF_THIS_MACHINE.warning(from, to);
        if (warning != null) {
            LOG.warn(warning);
        }
    }

    /**
     * Opens a socket at a port of the range.
     *
     * @param loop        that reads it
     * @param bound       address
     * @param even        whether the port must be even
     * @param reserveNext whether the next higher port is kept, {@link Lease#reservation}
     */
    public Lease lease(int loop, InetAddress bound, boolean even, boolean reserveNext, PacketHandler handler) throws NoPortException {
        if (reserveNext && reservations.size() >= Math.max(LEAST_RESERVED, range.size() / RESERVED_PART)) {
            throw new NoPortException("as many ports are reserved already as may be", null);
        }
        PortSet set = set(bound);
        return anywhere(set, bound, even, reserveNext, at -> open(set, loop, at, reserveNext, handler));
    }

    /**
     * Takes connections at a port of the range. The ports of TCP are others than those of UDP.
     *
     * @param loop     that serves them
     * @param bound    address
     * @param accepted gets each, on the loop
     */
    public Lease leaseDoor(int loop, InetAddress bound, Consumer<RelayStream> accepted) throws NoPortException {
        PortSet set = doors.computeIfAbsent(bound, any -> new PortSet());
        return anywhere(set, bound, false, false, at -> openDoor(set, loop, at, accepted));
    }

    private Lease anywhere(PortSet set, InetAddress bound, boolean even, boolean reserveNext, Opening opening) throws NoPortException {
        IOException refusal = null;
        for (int i = 0; i < REFUSALS; i++) {
            int port = take(set, even, reserveNext);
            if (port < 0) {
                throw new NoPortException("all ports of " + bound.getHostAddress() + " are taken", refusal);
            }
            try {
                return opening.at(new InetSocketAddress(bound, port));
            } catch (BindException e) {
                refusal = e; // somebody else's
            } catch (IOException e) {
                throw new NoPortException("no socket at " + bound.getHostAddress() + ": " + e.getMessage(), e);
            }
        }
        throw new NoPortException("no port of " + bound.getHostAddress() + " can be bound: " + refusal.getMessage(), refusal);
    }

    private Lease openDoor(PortSet set, int loop, InetSocketAddress bound, Consumer<RelayStream> accepted) throws IOException {
        try {
            if (listening.test(bound.getPort())) {
                throw new BindException("we listen there ourselves"); // the kernel would let us (SO_REUSEPORT), and hand our clients to the peers' owner
            }
            return new Lease(streams.listen(loop, bound, accepted), () -> set.free(bound.getPort()));
        } catch (IOException | RuntimeException e) {
            set.free(bound.getPort());
            throw e;
        }
    }

    /**
     * Opens a socket at a port that was reserved. The token is used up in any case.
     *
     * @param token RESERVATION-TOKEN
     */
    public Lease leaseReserved(byte[] token, int loop, PacketHandler handler) throws NoPortException {
        Reservations.Kept kept = reservations.take(token);
        if (kept == null) {
            throw new NoPortException("no port is kept for this token", null);
        }
        kept.release();
        PortSet set = set(kept.address().getAddress());
        if (reservations.isOver(kept)) {
            set.free(kept.address().getPort());
            throw new NoPortException("the reservation is over", null);
        }
        return reopen(set, loop, kept.address(), handler);
    }

    /** Opens a socket at this very port, in the range or not. */
    public Lease leaseExactly(int loop, InetSocketAddress bound, PacketHandler handler) throws NoPortException {
        PortSet set = set(bound.getAddress());
        if (!set.take(bound.getPort())) {
            throw new NoPortException("port " + bound.getPort() + " is taken", null);
        }
        return reopen(set, loop, bound, handler);
    }

    private Lease reopen(PortSet set, int loop, InetSocketAddress bound, PacketHandler handler) throws NoPortException {
        try {
            return open(set, loop, bound, false, handler);
        } catch (IOException e) {
            throw new NoPortException("port " + bound.getPort() + " of " + bound.getAddress().getHostAddress() + " cannot be bound: " + e.getMessage(), e);
        }
    }

    /** The port, and the next when that is wanted, are taken; after an error they are free again. */
    private Lease open(PortSet set, int loop, InetSocketAddress bound, boolean reserveNext, PacketHandler handler) throws IOException {
        int port = bound.getPort();
        Reservations.Kept next = null;
        try {
            next = reserveNext ? reservations.hold(new InetSocketAddress(bound.getAddress(), port + 1)) : null;
            PacketSocket socket = loops.open(loop, bound, handler);
            return new Lease(socket, next == null ? null : reservations.keep(next), () -> set.free(port));
        } catch (IOException | RuntimeException e) {
            if (next != null) {
                next.release();
            }
            set.free(port);
            if (reserveNext) {
                set.free(port + 1);
            }
            throw e;
        }
    }

    /** Takes a port, by guessing and then by looking at each; -1 when there is none. */
    private int take(PortSet set, boolean even, boolean next) {
        Range from = range;
        for (int i = 0; i < GUESSES; i++) {
            int port = from.from() + random.nextInt(from.size());
            if (take(set, from, port, even, next)) {
                return port;
            }
        }
        int start = random.nextInt(from.size());
        for (int i = 0; i < from.size(); i++) {
            int port = from.from() + (start + i) % from.size();
            if (take(set, from, port, even, next)) {
                return port;
            }
        }
        return -1;
    }

    private static boolean take(PortSet set, Range range, int port, boolean even, boolean next) {
        if (even && (port & 1) != 0 || next && port == range.to() || !set.take(port)) {
            return false;
        }
        if (next && !set.take(port + 1)) {
            set.free(port);
            return false;
        }
        return true;
    }

    private PortSet set(InetAddress bound) {
        PortSet set = sets.get(bound);
        return set != null ? set : sets.computeIfAbsent(bound, any -> new PortSet());
    }

    /** Gives ports back that were reserved and not asked for in time. To be called each second or so. */
    public void tick() {
        reservations.sweep(false, this::giveBack);
    }

    private void giveBack(Reservations.Kept kept) {
        kept.release();
        set(kept.address().getAddress()).free(kept.address().getPort());
    }

    /** Returns how many ports are out or reserved, of all addresses and both protocols. */
    public int taken() {
        return Stream.of(sets, doors).flatMap(each -> each.values().stream()).mapToInt(PortSet::taken).sum();
    }

    /** Returns how many are reserved. */
    public int reserved() {
        return reservations.size();
    }

    /** Gives back what is reserved. Leases are their owners'. */
    @Override
    public void close() {
        reservations.sweep(true, this::giveBack);
    }
}
