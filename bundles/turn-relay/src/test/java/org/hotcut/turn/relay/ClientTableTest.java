package org.hotcut.turn.relay;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class ClientTableTest {
    private final ClientTable table = new ClientTable();

    private static Allocation allocation(long id) {
        return new Allocation(id, null, null, 0, null);
    }

    @Test
    void holdsWhatAMapWouldHoldWhateverComesAndGoes() throws Exception {
        Random random = new Random(5);
        Map<InetSocketAddress, Allocation> expected = new HashMap<>();
        List<InetSocketAddress> clients = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] octets = i % 5 == 0 ? ByteBuffer.allocate(16).putLong(0x20010db800000000L).putLong(i).array() : new byte[] {(byte) (192 + i % 2), 0, 2, (byte) (i / 7)};
            clients.add(new InetSocketAddress(InetAddress.getByAddress(octets), 1 + i * 131));
        }
        for (int step = 0; step < 20_000; step++) {
            InetSocketAddress client = clients.get(random.nextInt(clients.size()));
            if (random.nextBoolean()) {
                Allocation allocation = allocation(step);
                table.put(client, allocation);
                expected.put(client, allocation);
            } else {
                table.remove(client);
                expected.remove(client);
            }
            InetSocketAddress asked = clients.get(random.nextInt(clients.size()));
            assertSame(expected.get(asked), table.get(new InetSocketAddress(asked.getAddress(), asked.getPort())));
        }
        clients.forEach(client -> assertSame(expected.get(client), table.get(client)));
        clients.forEach(table::remove);
        assertTrue(table.isEmpty());
    }

    @Test
    void aSenderOfPort0IsNobody() throws Exception {
        table.put(new InetSocketAddress("192.0.2.1", 1), allocation(1));
        assertNull(table.get(new InetSocketAddress("192.0.2.1", 0)));
        assertNull(table.get(new InetSocketAddress("0.0.0.0", 0)));
    }
}
