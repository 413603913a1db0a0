package org.hotcut.sip.core.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnsTest {
    @Test
    void serversAreReadWithAndWithoutAPort() {
        assertEquals(List.of(new InetSocketAddress("192.0.2.1", 53), new InetSocketAddress("192.0.2.2", 5353), new InetSocketAddress("2001:db8::1", 53),
            new InetSocketAddress("2001:db8::2", 5353)), Dns.servers(List.of("192.0.2.1", " 192.0.2.2:5353", "2001:db8::1", "[2001:db8::2]:5353", "")));
        assertThrows(IllegalArgumentException.class, () -> Dns.servers(List.of("ns.example.org")));
    }

    @Test
    void hostsHaveAllTheirAddressesAndChangesAreSeen(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost # us\n192.0.2.1\tpbx.example.org PBX\n2001:db8::1 pbx.example.org\n# 192.0.2.9 pbx\nnonsense pbx\n");
        Hosts hosts = new Hosts(file);
        hosts.read();
        assertEquals(List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")), hosts.find("pbx.example.org"));
        assertEquals(List.of(InetAddress.getByName("192.0.2.1")), hosts.find("pbx"));
        assertEquals(List.of(InetAddress.getByName("127.0.0.1")), hosts.find("localhost"));
        Files.delete(file);
        hosts.read();
        assertEquals(List.of(), hosts.find("pbx"));
        assertEquals(2, hosts.find("localhost").size());
    }

    @Test
    void theThreadThatWaitsForAnswersIsStartedAtOnceAndEnded() {
        Dns dns = new Dns();
        dns.start();
        // one of another test may be about to end
        await().atMost(1, TimeUnit.MINUTES).until(() -> threads() == 1);
        dns.close();
        await().atMost(1, TimeUnit.MINUTES).until(() -> threads() == 0);
        dns.ask("example.org.", 1, 0);
        assertEquals(0, threads());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("dnsjava")).count();
    }
}
