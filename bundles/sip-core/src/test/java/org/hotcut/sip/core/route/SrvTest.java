package org.hotcut.sip.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;

class SrvTest {
    private final Random random = new Random(2782);

    private static Record srv(int priority, int weight, int port) {
        try {
            return new SRVRecord(Name.fromString("_sip._udp.example.org."), DClass.IN, 60, priority, weight, port, Name.fromString("one.example.org."));
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<Integer> ports(List<Record> records) {
        return Srv.order(records, 8, random).stream().map(SRVRecord::getPort).toList();
    }

    @Test
    void rfc2782_lowerPriorityComesFirst() {
        assertEquals(List.of(1, 2, 3), ports(List.of(srv(30, 100, 3), srv(10, 0, 1), srv(20, 65_535, 2))));
    }

    @Test
    void rfc2782_theFirstIsDrawnByWeight() {
        List<Record> records = List.of(srv(1, 10, 1), srv(1, 30, 3), srv(1, 60, 6));
        int[] first = new int[7];
        for (int i = 0; i < 10_000; i++) {
            first[ports(records).get(0)]++;
        }
        assertEquals(1_000, first[1], 150);
        assertEquals(3_000, first[3], 200);
        assertEquals(6_000, first[6], 250);
    }

    @Test
    void rfc2782_weightZeroIsDrawnNowAndThen() {
        List<Record> records = List.of(srv(1, 100, 1), srv(1, 0, 2));
        int seldom = 0;
        for (int i = 0; i < 10_000; i++) {
            seldom += ports(records).get(0) == 2 ? 1 : 0;
        }
        assertTrue(seldom > 0 && seldom < 300, seldom + " of 10 000");
    }

    @Test
    void rfc2782_eachComesOnce() {
        Set<Integer> ports = new HashSet<>(ports(List.of(srv(1, 0, 1), srv(1, 0, 2), srv(1, 5, 3), srv(2, 0, 4))));
        assertEquals(Set.of(1, 2, 3, 4), ports);
    }
}
