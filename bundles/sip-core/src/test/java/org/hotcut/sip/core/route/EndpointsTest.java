package org.hotcut.sip.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.message.UriParser;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private final RecordingFlows flows = new RecordingFlows();
    private Accounts accounts;
    private final Endpoints endpoints = new Endpoints(flows, () -> accounts);

    private boolean isOwn(String uri) {
        return endpoints.isOwn(UriParser.parse(uri));
    }

    private void listen(Endpoint endpoint) {
        flows.listen(endpoint);
        endpoints.tick();
    }

    @Test
    void knowsItsAddressesAndPortsAndNoOthers() {
        assertTrue(isOwn("sip:127.0.0.1"));
        assertTrue(isOwn("sip:x@127.0.0.1:5060;transport=tcp"));
        assertTrue(isOwn("sips:127.0.0.1"));
        assertFalse(isOwn("sip:127.0.0.1:5080"));
        assertFalse(isOwn("sip:192.0.2.1"));
        assertFalse(isOwn("sip:localhost"));
        assertFalse(isOwn("tel:+1"));
    }

    @Test
    void knowsTheNameItAdvertises() {
        listen(new Endpoint("tls", Protocol.TLS, new InetSocketAddress("127.0.0.1", 5061), "edge.example.org", 443));
        assertTrue(isOwn("sip:EDGE.example.org"));
        assertTrue(isOwn("sip:edge.example.org:443;transport=tls"));
        assertFalse(isOwn("sip:edge.example.org:8443"));
    }

    @Test
    void knowsItsDomainsWhenSomebodyTells() {
        assertFalse(isOwn("sip:example.org;lr"));
        accounts = new FakeAccounts().domain(new Domain("example.org", "example.org", List.of()));
        assertTrue(isOwn("sip:example.org;lr"));
        assertTrue(isOwn("sip:example.org:5061;lr"));
        assertFalse(isOwn("sip:example.org:7000;lr"));
    }

    @Test
    void aListenerOnAllAddressesIsAtEachOfThemButNotOfAnotherProtocol() {
        listen(new Endpoint("udp", Protocol.UDP, new InetSocketAddress("0.0.0.0", 6060), null, 6060));
        assertTrue(isOwn("sip:127.0.0.1:6060"));
        assertTrue(endpoints.isOwn(Protocol.UDP, Literal.parse("127.0.0.1"), 6060));
        assertFalse(endpoints.isOwn(Protocol.TCP, Literal.parse("127.0.0.1"), 6060));
        Flow flow = flows.udp("127.0.0.1", 7000);
        assertEquals("SIP/2.0/UDP 127.0.0.1:6060;branch=", endpoints.via(flow), "the address that this peer sees");
    }

    @Test
    void writesIpv6InBrackets() {
        listen(new Endpoint("udp", Protocol.UDP, new InetSocketAddress("::1", 5060), "2001:db8::1", 5070));
        assertEquals("@[2001:db8::1]:5070;transport=udp;lr>", endpoints.route(flows.udp("::1", 9)));
        assertTrue(isOwn("sip:[2001:db8:0::1]:5070"));
    }

    @Test
    void numericHostsAreToldFromNamesWithoutAskingDns() {
        assertEquals("192.0.2.255", Literal.parse("192.0.2.255").getHostAddress());
        assertEquals("[2001:db8:0:0:0:0:0:1]", Literal.inUri(Literal.parse("2001:db8::1")));
        for (String name : new String[] {"192.0.2", "192.0.2.256", "192.0.2.1.", "1.2.3.4.5", "..1.2", "example.org", "", "cafe", "12345678901234567890.1.1.1", "a:g::1"}) {
            assertNull(Literal.parse(name), name);
        }
    }

    @Test
    void branchesTellTheirLoopAndNumber() {
        Branches branches = new Branches(33, new SecureRandom());
        for (int i = 0; i < 100; i++) {
            long number = branches.next();
            String text = branches.text(number);
            assertEquals(33, Branches.loop(text));
            assertEquals(number, Branches.number(text));
        }
        assertEquals(-1, Branches.loop(null));
        assertEquals(-1, Branches.loop("z9hG4bKsomebody-elses"));
    }

    /** A generator of which the test knows all. */
    private static final class Known extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final long first;
        private int asked;

        Known(long first) {
            this.first = first;
        }

        @Override
        public long nextLong() {
            return asked++ == 0 ? first : 7;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) first);
        }
    }

    /** Undoes the finalizer of MurmurHash3. */
    private static long unmixed(long mixed) {
        long value = (mixed ^ mixed >>> 33) * 0x9cb4b2f8129337dbL;
        value = (value ^ value >>> 33) * 0x4f74430c22a54005L;
        return value ^ value >>> 33;
    }

    @Test
    void noTwoBranchesTellTheSecretBehindAll() {
        Branches one = new Branches(0, new Known(1));
        Branches other = new Branches(0, new Known(2));
        assertNotEquals(unmixed(one.next()) ^ unmixed(one.next()), unmixed(other.next()) ^ unmixed(other.next()));
    }
}
