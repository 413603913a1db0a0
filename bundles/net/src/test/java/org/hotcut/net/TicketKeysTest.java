package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;
import org.junit.jupiter.api.Test;

/** Which tickets are opened, and for how long. */
class TicketKeysTest {
    private static final TlsPolicy POLICY = policy(true, "TLSv1.2", TlsPolicy.ClientAuth.WANT, "phones");

    /** A ring that forgets nothing. */
    private static final class LongMemory implements Keys {
        private int newest;

        @Override
        public Key current(String purpose) {
            return find(purpose, newest);
        }

        @Override
        public Key find(String purpose, int id) {
            return id > newest ? null : new Key(id, new SecretKeySpec((purpose + id).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        }

        @Override
        public Key rotate(String purpose) {
            newest++;
            return current(purpose);
        }
    }

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final TicketKeys tickets = new TicketKeys(clock::get);
    private final Keys keys = new LongMemory();

    private static TlsPolicy policy(boolean old, String floor, TlsPolicy.ClientAuth clients, String trust) {
        return TlsPolicy.of(true, old, floor, List.of(), clients, Set.of(), trust);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private List<String> names() {
        return names("tls", POLICY);
    }

    private List<String> names(String listener, TlsPolicy policy) {
        return Arrays.stream(tickets.of(listener, policy)).map(key -> HexFormat.of().formatHex(key.name())).toList();
    }

    @Test
    void aTicketOfTheFourDaysBeforeIsOpenedAndNoneThatIsOlder() {
        tickets.bind(keys);
        assertTrue(tickets.renew());
        String first = names().get(0);
        for (int day = 1; day <= 4; day++) {
            pass(Duration.ofDays(1));
            assertTrue(tickets.renew());
            assertEquals(day, names().indexOf(first));
        }
        pass(Duration.ofDays(1));
        assertTrue(tickets.renew());
        assertFalse(names().contains(first), "older than four days");
        assertEquals(5, names().size());
    }

    @Test
    void aKeyIsForADay() {
        tickets.bind(keys);
        assertTrue(tickets.renew());
        List<String> before = names();
        pass(Duration.ofDays(1).minusNanos(1));
        assertFalse(tickets.renew());
        assertEquals(before, names());
        pass(Duration.ofNanos(1));
        assertTrue(tickets.renew());
        assertEquals(before.get(0), names().get(1));
    }

    @Test
    void aStartMakesANewOneAndKnowsThoseBefore() {
        tickets.bind(keys);
        tickets.renew();
        TicketKeys next = new TicketKeys(clock::get);
        next.bind(keys);
        assertTrue(next.renew());
        assertEquals(names().get(0), HexFormat.of().formatHex(next.of("tls", POLICY)[1].name()));
    }

    @Test
    void whatIsDemandedOtherwiseHasOthers() {
        tickets.bind(keys);
        tickets.renew();
        List<List<String>> all = List.of(names(), names("other", POLICY), names("tls", policy(false, "TLSv1.2", TlsPolicy.ClientAuth.WANT, "phones")),
            names("tls", policy(true, "TLSv1.1", TlsPolicy.ClientAuth.WANT, "phones")), names("tls", policy(true, "TLSv1.2", TlsPolicy.ClientAuth.NONE, "phones")),
            names("tls", policy(true, "TLSv1.2", TlsPolicy.ClientAuth.REQUIRE, "phones")), names("tls", policy(true, "TLSv1.2", TlsPolicy.ClientAuth.WANT, "peers")));
        Set<String> different = new HashSet<>();
        all.forEach(different::addAll);
        assertEquals(all.stream().mapToInt(List::size).sum(), different.size());
    }

    @Test
    void withoutKeysThereIsNone() {
        assertFalse(tickets.renew());
        assertFalse(tickets.isReady());
        tickets.bind(keys);
        tickets.unbind(new LongMemory());
        assertTrue(tickets.renew(), "another ring went, not this one");
        pass(Duration.ofDays(2));
        tickets.unbind(keys);
        assertFalse(tickets.renew());
        assertTrue(tickets.isReady(), "what was made holds on");
    }
}
