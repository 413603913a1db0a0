package org.hotcut.shell.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Client;
import org.junit.jupiter.api.Test;

class AllocationsTest {
    private static final AllocationInfo ALICE = allocation(17, "192.0.2.7", "1700000000:alice@example.org", "alice@example.org");
    private static final AllocationInfo KIOSK = allocation(18, "2001:db8::7", "1700000000:17", "17");

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(PeerAddress.parse(address), port);
    }

    private static AllocationInfo allocation(long id, String client, String username, String account) {
        return new AllocationInfo(id, new Client(Protocol.UDP, at("192.0.2.1", 3478), at(client, 40_000), 0), username, account, List.of(at("192.0.2.1", 50_000)),
            List.of(at("10.0.0.1", 50_000)), false, 1_000_000, 1_600_000, List.of(PeerAddress.parse("2001:db8::9")), List.of("0x4000 198.51.100.1:5004"), 1, 2, 3, 4, 5);
    }

    private static List<Long> chosen(String text) {
        return List.of(ALICE, KIOSK).stream().filter(AllocationChoice.of(text)).map(AllocationInfo::id).toList();
    }

    @Test
    void areChosenByNumberUserOrAddress() {
        assertEquals(List.of(17L), chosen("alice@example.org"));
        assertEquals(List.of(17L), chosen("1700000000:alice@example.org"));
        assertEquals(List.of(17L), chosen("192.0.2.7"));
        assertEquals(List.of(17L), chosen("::ffff:192.0.2.7"));
        assertEquals(List.of(18L), chosen("2001:DB8:0::7"));
        assertEquals(List.of(18L), chosen("18"));
        assertEquals(List.of(17L), chosen("17"), "a number is never a user");
        assertEquals(List.of(), chosen("alice"));
        assertEquals(List.of(), chosen("192.0.2.1"));
    }

    @Test
    void areShownToPeopleAndPrograms() {
        String text = printed(false);
        for (String part : List.of("17", "udp 192.0.2.7:40000", "alice@example.org", "192.0.2.1:50000", "10.0.0.1:50000", "1 min", "9 min", "2001:db8::9", "0x4000 198.51.100.1:5004", "1, 2 B", "3, 4 B")) {
            assertEquals(true, text.contains(part), part + " in " + text);
        }
        String json = printed(true);
        for (String part : List.of("\"id\": 17", "\"expiresIn\": 540", "\"age\": 60000", "\"bytesReceived\": 4", "\"packetsDropped\": 5")) {
            assertEquals(true, json.contains(part), part + " in " + json);
        }
    }

    @Test
    void trafficIsSaidInWords() {
        assertEquals("0, 0 B", TurnAllocations.traffic(0, 0));
        assertEquals("10, 999 B", TurnAllocations.traffic(10, 999));
        assertEquals("10, 23 kB", TurnAllocations.traffic(10, 23_400));
        assertEquals("10, 5 MB", TurnAllocations.traffic(10, 5_999_999));
        assertEquals("10, 7 GB", TurnAllocations.traffic(10, 7_000_000_000L));
    }

    private static String printed(boolean json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TurnAllocations.listing(List.of(ALICE), json, 1_060_000).print(new PrintStream(bytes, true, StandardCharsets.UTF_8), json, "");
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
