package org.hotcut.shell.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.testkit.DnsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class NameServerTest {
    @Test
    void findsAddressesOfBothFamilies() throws IOException {
        try (DnsServer dns = new DnsServer()) {
            dns.knows("a.test. 60 A 192.0.2.1", "a.test. 60 AAAA 2001:db8::1");
            NameServer server = new NameServer(List.of(dns.address()));
            assertEquals(List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")), server.addresses(Name.fromString("a.test.")));
            assertEquals(List.of(), server.addresses(Name.fromString("b.test.")));
        }
    }

    @Test
    void followsAliasesAndNotForEver() throws IOException {
        try (DnsServer dns = new DnsServer()) {
            dns.knows("a.test. 60 CNAME b.test.", "b.test. 60 CNAME c.test.", "c.test. 60 A 192.0.2.1", "x.test. 60 CNAME y.test.", "y.test. 60 CNAME x.test.");
            NameServer server = new NameServer(List.of(dns.address()));
            assertEquals(Name.fromString("c.test."), server.find(Name.fromString("a.test."), Type.A).alias());
            assertThrows(IOException.class, () -> server.find(Name.fromString("x.test."), Type.A));
        }
    }

    @Test
    void saysWhichServerIsNotThere() throws IOException {
        InetSocketAddress gone;
        try (DnsServer dns = new DnsServer()) {
            gone = dns.address();
        }
        IOException fault = assertThrows(IOException.class, () -> new NameServer(List.of(gone)).find(Name.fromString("a.test."), Type.A));
        assertTrue(fault.getMessage().contains("127.0.0.1:" + gone.getPort()), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ns.example.org", "192.0.2.1:x", "192.0.2.1:70000", "[::1", ""})
    void takesAddressesOnly(String text) {
        assertThrows(IllegalArgumentException.class, () -> NameServer.of(text));
    }
}
