package org.hotcut.turn.relay.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.testkit.ManualClock;
import org.hotcut.turn.api.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayPortsTest {
    private static final PacketHandler NOBODY = (socket, packet, from) -> { };
    private static final Duration RESERVED = Duration.ofSeconds(30);

    // an address of our own and ports that the system gives to nobody, so that other tests are not in the way
    private final InetAddress address = Network.literal("127." + number(1, 250) + '.' + number(1, 250) + '.' + number(1, 250));
    private final int first = number(10_000, 14_000) * 2;
    private final ManualClock clock = new ManualClock();
    private final PlainSockets sockets = new PlainSockets();
    private final RelayPorts ports = new RelayPorts(sockets, null, clock, port -> false);

    @AfterEach
    void close() {
        ports.close();
        sockets.close();
    }

    @Test
    void givesEachPortOfTheRangeOnceAndThenNone() throws Exception {
        ports.range(first, first + 7);
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            given.add(port(lease(false, false)));
        }
        assertEquals(8, given.size());
        assertTrue(given.stream().allMatch(port -> port >= first && port <= first + 7), given.toString());
        assertThrows(NoPortException.class, () -> lease(false, false));
        assertEquals(8, ports.taken());
    }

    @Test
    void givesAPortAgainThatWasGivenBack() throws Exception {
        ports.range(first, first + 1);
        Lease one = lease(false, false);
        lease(false, false);
        one.close();
        assertEquals(port(one), port(lease(false, false)));
    }

    @Test
    void closingTwiceGivesBackOnce() throws Exception {
        ports.range(first, first + 1);
        Lease one = lease(false, false);
        one.close();
        Lease again = ports.leaseExactly(0, one.socket().local(), NOBODY);
        one.close();
        assertEquals(1, ports.taken());
        assertEquals(port(one), port(again));
        assertThrows(NoPortException.class, () -> ports.leaseExactly(0, one.socket().local(), NOBODY));
    }

    @Test
    void theNextPortCannotBeForetold() throws Exception {
        ports.range(first, first + 2000);
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            given.add(port(lease(false, false)));
        }
        int neighbours = 0;
        for (int i = 1; i < given.size(); i++) {
            neighbours += Math.abs(given.get(i) - given.get(i - 1)) <= 1 ? 1 : 0;
        }
        assertTrue(neighbours < 10, given.toString());
    }

    @Test
    void anEvenPortIsEven() throws Exception {
        ports.range(first, first + 9);
        for (int i = 0; i < 5; i++) {
            assertEquals(0, port(lease(true, false)) % 2);
        }
        assertThrows(NoPortException.class, () -> lease(true, false));
        assertEquals(1, port(lease(false, false)) % 2);
    }

    @Test
    void theReservedPortIsHeldAndThenGivenToWhoHasTheTokenOnAnyLoop() throws Exception {
        ports.range(first, first + 9);
        Lease even = lease(true, true);
        int next = port(even) + 1;
        assertEquals(8, even.reservation().length);
        assertThrows(IOException.class, () -> bind(next).close());
        even.close();
        assertEquals(1, ports.reserved());

        Lease odd = ports.leaseReserved(even.reservation(), 1, NOBODY);
        assertEquals(next, port(odd));
        assertEquals(1, odd.socket().loop());
        assertEquals(address, odd.socket().local().getAddress());
        assertNull(odd.reservation());
        odd.close();
        assertEquals(0, ports.taken());
        bind(next).close();
    }

    @Test
    void aTokenCanBeUsedOnce() throws Exception {
        ports.range(first, first + 9);
        Lease even = lease(true, true);
        ports.leaseReserved(even.reservation(), 0, NOBODY);
        assertThrows(NoPortException.class, () -> ports.leaseReserved(even.reservation(), 0, NOBODY));
    }

    @Test
    void whatAllocationsReservedThatHaveEndedIsOnlyAPartOfThePorts() throws Exception {
        ports.range(first, first + 399);
        for (int i = 0; i < 400 / 16; i++) {
            lease(true, true).close();
        }
        assertThrows(NoPortException.class, () -> lease(true, true));
        lease(true, false).close();
        clock.advance(RESERVED);
        ports.tick();
        lease(true, true).close();
    }

    @Test
    void aTokenThatWasNeverGivenGetsNothing() throws Exception {
        ports.range(first, first + 9);
        lease(true, true);
        assertThrows(NoPortException.class, () -> ports.leaseReserved(new byte[8], 0, NOBODY));
        assertThrows(NoPortException.class, () -> ports.leaseReserved(new byte[0], 0, NOBODY));
        assertThrows(NoPortException.class, () -> ports.leaseReserved(new byte[100], 0, NOBODY));
        assertEquals(1, ports.reserved());
    }

    @Test
    void aReservationEndsAfterHalfAMinute() throws Exception {
        ports.range(first, first + 1);
        Lease even = lease(true, true);
        clock.advance(RESERVED.minusMillis(1));
        ports.tick();
        assertEquals(1, ports.reserved());
        clock.advance(Duration.ofMillis(1));
        ports.tick();
        assertEquals(0, ports.reserved());
        assertEquals(1, ports.taken());
        assertThrows(NoPortException.class, () -> ports.leaseReserved(even.reservation(), 0, NOBODY));
        assertEquals(port(even) + 1, port(lease(false, false)));
    }

    @Test
    void aReservationThatIsOverIsNotGivenBeforeTheTickEither() throws Exception {
        ports.range(first, first + 1);
        Lease even = lease(true, true);
        clock.advance(RESERVED);
        assertThrows(NoPortException.class, () -> ports.leaseReserved(even.reservation(), 0, NOBODY));
        assertEquals(1, ports.taken());
    }

    @Test
    void whatSomebodyElseHasBoundIsPassedOver() throws Exception {
        ports.range(first, first + 3);
        sockets.refused.addAll(Set.of(first, first + 1, first + 3));
        assertEquals(first + 2, port(lease(false, false)));
        assertThrows(NoPortException.class, () -> lease(false, false));
        assertEquals(1, ports.taken());
    }

    @Test
    void whenTheNextPortIsSomebodyElsesNeitherIsTaken() throws Exception {
        ports.range(first, first + 1);
        try (DatagramChannel other = bind(first + 1)) {
            assertTrue(other.isOpen());
            assertThrows(NoPortException.class, () -> lease(true, true));
            assertEquals(0, ports.taken());
            assertEquals(first, port(lease(true, false)));
        }
    }

    @Test
    void whenTheNextPortIsOutOrAboveTheRangeNeitherIsTaken() throws Exception {
        ports.range(first, first + 1);
        for (int i = 0; i < 10; i++) {
            Lease pair = lease(false, true);
            assertEquals(first, port(pair));
            pair.close();
            ports.close();
            assertEquals(0, ports.taken(), "what is reserved is given back at the end");
        }
        ports.leaseExactly(0, new InetSocketAddress(address, first + 1), NOBODY);
        assertThrows(NoPortException.class, () -> lease(false, true));
        assertEquals(1, ports.taken());
        assertEquals(first, port(lease(false, false)));
    }

    @Test
    void whenTheEvenPortIsSomebodyElsesTheNextIsNotKept() throws Exception {
        ports.range(first, first + 1);
        sockets.refused.add(first);
        assertThrows(NoPortException.class, () -> lease(true, true));
        assertEquals(0, ports.taken());
        assertEquals(0, ports.reserved());
        bind(first + 1).close();
    }

    @Test
    void whenTheReservedPortCannotBeReopenedItIsFreeAgain() throws Exception {
        ports.range(first, first + 1);
        Lease even = lease(true, true);
        sockets.refused.add(first + 1);
        assertThrows(NoPortException.class, () -> ports.leaseReserved(even.reservation(), 0, NOBODY));
        assertEquals(1, ports.taken());
        assertEquals(0, ports.reserved());
    }

    @Test
    void aPortOutsideOfTheRangeIsGivenBackToWhoHadIt() throws Exception {
        ports.range(first, first + 1);
        InetSocketAddress before = new InetSocketAddress(address, first + 100);
        assertEquals(before, ports.leaseExactly(1, before, NOBODY).socket().local());
    }

    @Test
    void anotherRangeIsUsedAtOnceAndWhatIsOutStays() throws Exception {
        ports.range(first, first + 1);
        Lease before = lease(false, false);
        ports.range(first + 10, first + 11);
        assertTrue(port(lease(false, false)) >= first + 10);
        assertTrue(sockets.opened.peek().channel().isOpen());
        before.close();
        assertThrows(IllegalArgumentException.class, () -> ports.range(0, 10));
        assertThrows(IllegalArgumentException.class, () -> ports.range(first, first));
        assertThrows(IllegalArgumentException.class, () -> ports.range(first, 65_536));
    }

    @Test
    void anAddressThatIsNotOursIsRefusedWithTheReason() {
        ports.range(first, first + 1);
        NoPortException refusal = assertThrows(NoPortException.class, () -> ports.lease(0, Network.literal("198.51.100.77"), false, false, NOBODY));
        assertTrue(refusal.getMessage().contains("198.51.100.77"), refusal.getMessage());
        assertEquals(0, ports.taken());
    }

    @Test
    void noPortIsEverWithTwo() throws Exception {
        RelayPorts many = new RelayPorts((Opening) local -> { }, null, clock, port -> false);
        many.range(first, first + 63);
        Set<Integer> out = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            results.add(threads.submit(() -> takeAndGiveBack(many, out)));
        }
        for (Future<Integer> result : results) {
            assertEquals(0, result.get());
        }
        threads.shutdown();
        assertEquals(0, many.taken());
    }

    private int takeAndGiveBack(RelayPorts many, Set<Integer> out) throws NoPortException {
        int twice = 0;
        for (int i = 0; i < 3000; i++) {
            try (Lease lease = many.lease(0, address, i % 2 == 0, false, NOBODY)) {
                twice += out.add(port(lease)) ? 0 : 1;
                out.remove(port(lease));
            }
        }
        return twice;
    }

    @Test
    void twoTokensAreNotAlike() throws Exception {
        ports.range(first, first + 9);
        Lease one = lease(true, true);
        Lease two = lease(true, true);
        assertFalse(Arrays.equals(one.reservation(), two.reservation()));
        assertNotEquals(port(one), port(two));
    }

    @Test
    void ofIPv6TooIfThereIsAny() throws Exception {
        InetAddress six = OwnAddress.loopback(Family.IPV6);
        assumeTrue(OwnAddress.fault(six) == null, "no IPv6 here");
        ports.range(first, first + 999);
        Lease even = ports.lease(0, six, true, true, NOBODY);
        assertEquals(port(even) + 1, port(ports.leaseReserved(even.reservation(), 0, NOBODY)));
    }

    private Lease lease(boolean even, boolean reserveNext) throws NoPortException {
        return ports.lease(0, address, even, reserveNext, NOBODY);
    }

    private DatagramChannel bind(int port) throws IOException {
        DatagramChannel channel = OwnAddress.open(Family.IPV4);
        try {
            return channel.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static int port(Lease lease) {
        return lease.socket().local().getPort();
    }

    private static int number(int from, int to) {
        return ThreadLocalRandom.current().nextInt(from, to);
    }
}
