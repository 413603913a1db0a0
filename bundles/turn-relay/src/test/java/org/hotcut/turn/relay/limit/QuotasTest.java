package org.hotcut.turn.relay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final InetAddress HERE = address("192.0.2.1");
    private static final InetAddress THERE = address("192.0.2.2");

    private final Speed speed = new Speed(0);

    @Test
    void aUserHasNoMoreThanHisOwn() throws Exception {
        Quotas quotas = quotas(0, 2, 0);
        quotas.admit("alice", HERE);
        quotas.admit("alice", THERE);
        assertEquals(Limit.USER, refusal(quotas, "alice", HERE));
        assertEquals(486, Limit.USER.code());
        quotas.admit("bob", HERE);
        assertEquals(3, quotas.total());
    }

    @Test
    void aSourceHasNoMoreWhoeverAsks() throws Exception {
        Quotas quotas = quotas(0, 0, 2);
        quotas.admit("alice", HERE);
        quotas.admit("bob", HERE);
        assertEquals(Limit.SOURCE, refusal(quotas, "carol", HERE));
        quotas.admit("carol", THERE);
        assertEquals(3, quotas.users());
    }

    @Test
    void halfOfAnIPv6AddressIsOneSource() throws Exception {
        Quotas quotas = quotas(0, 0, 1);
        quotas.admit("alice", address("2001:db8:0:1::1"));
        assertEquals(Limit.SOURCE, refusal(quotas, "bob", address("2001:db8:0:1:ffff::2")));
        quotas.admit("bob", address("2001:db8:0:2::1"));
    }

    @Test
    void inAllThereAreNoMoreThanThat() throws Exception {
        Quotas quotas = quotas(2, 0, 0);
        Quotas.Held held = quotas.admit("alice", HERE);
        quotas.admit("bob", HERE);
        assertEquals(Limit.TOTAL, refusal(quotas, "carol", THERE));
        held.release();
        quotas.admit("carol", THERE);
    }

    @Test
    void aRefusalCountsNothing() throws Exception {
        Quotas quotas = quotas(10, 1, 2);
        List<Quotas.Held> held = List.of(quotas.admit("alice", HERE), quotas.admit("bob", HERE));
        for (int i = 0; i < 20; i++) {
            assertEquals(Limit.USER, refusal(quotas, "alice", THERE));
            assertEquals(Limit.SOURCE, refusal(quotas, "carol", HERE));
        }
        assertEquals(2, quotas.total());
        assertEquals(2, quotas.users());
        held.forEach(Quotas.Held::release);
        assertEquals(0, quotas.users());
        assertEquals(0, quotas.sources());
    }

    @Test
    void releasingTwiceCountsOnce() throws Exception {
        Quotas quotas = quotas(0, 2, 0);
        Quotas.Held one = quotas.admit("alice", HERE);
        quotas.admit("alice", HERE);
        one.release();
        one.release();
        assertEquals(1, quotas.total());
        quotas.admit("alice", HERE);
        assertEquals(Limit.USER, refusal(quotas, "alice", HERE));
    }

    @Test
    void otherLimitsHoldAtOnceAndTakeNothingAway() throws Exception {
        Quotas quotas = quotas(0, 3, 0);
        quotas.admit("alice", HERE);
        quotas.admit("alice", HERE);
        quotas.limits(new Quotas.Limits(0, 1, 0));
        assertEquals(Limit.USER, refusal(quotas, "alice", HERE));
        assertEquals(2, quotas.total());
        quotas.limits(new Quotas.Limits(0, 0, 0));
        quotas.admit("alice", HERE);
    }

    @Test
    void whatWasThereBeforeIsCountedWithoutAsking() {
        Quotas quotas = quotas(1, 1, 1);
        quotas.restore("alice", HERE);
        quotas.restore("alice", HERE).release();
        assertEquals(1, quotas.total());
        assertEquals(Limit.TOTAL, refusal(quotas, "alice", HERE));
    }

    @Test
    void allOfAUserShareOneRateAsLongAsThereIsAny() throws Exception {
        Quotas quotas = quotas(0, 0, 0);
        Quotas.Held one = quotas.admit("alice", HERE);
        Quotas.Held two = quotas.admit("alice", THERE);
        assertSame(one.rate(), two.rate());
        assertNotSame(one.rate(), quotas.admit("bob", HERE).rate());
        one.release();
        assertSame(two.rate(), quotas.admit("alice", HERE).rate());
    }

    @Test
    void countsDoNotDriftWithManyAtATime() throws Exception {
        Quotas quotas = quotas(8, 3, 4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            done.add(threads.submit(() -> comeAndGo(quotas)));
        }
        for (Future<?> each : done) {
            each.get();
        }
        threads.shutdown();
        assertEquals(0, quotas.total());
        assertEquals(0, quotas.users());
        assertEquals(0, quotas.sources());
    }

    private static void comeAndGo(Quotas quotas) {
        List<Quotas.Held> held = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            int dice = ThreadLocalRandom.current().nextInt(12);
            try {
                held.add(quotas.admit("user" + dice % 3, dice < 6 ? HERE : THERE));
            } catch (OverLimitException e) {
                held.forEach(Quotas.Held::release);
                held.clear();
            }
        }
        held.forEach(Quotas.Held::release);
    }

    private Quotas quotas(int total, int user, int source) {
        return new Quotas(new Quotas.Limits(total, user, source), speed);
    }

    private static Limit refusal(Quotas quotas, String account, InetAddress source) {
        return assertThrows(OverLimitException.class, () -> quotas.admit(account, source)).limit();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
