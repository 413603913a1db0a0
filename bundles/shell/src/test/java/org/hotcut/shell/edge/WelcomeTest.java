package org.hotcut.shell.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.Test;

class WelcomeTest {
    private static final Map<String, Object> UDP = Map.of("protocol", "udp", "address", "127.0.0.1:5060", "open", true);
    private static final Map<String, Object> TLS = Map.of("protocol", "tls", "address", "[::]:5061", "open", true);
    private static final Map<String, Object> TLS_EARLY = Map.of("protocol", "tls", "address", "[::]:5061", "open", false, "waits for", "a certificate");
    private static final Map<String, Object> UDP6_AWAY = Map.of("protocol", "udp", "address", "[::1]:5060", "open", false, "waits for", "the address ::1");

    private final RecordingFlows flows = new RecordingFlows();
    private final FakeAccounts accounts = new FakeAccounts();

    @Test
    void saysWhereTheServerListensInOneLine() {
        assertEquals("Hotcut is up: it listens on udp 127.0.0.1:5060, tls [::]:5061", welcome(UDP, TLS).apply(false).lines().findFirst().orElseThrow());
    }

    @Test
    void waitsForListenersThatAreAboutToOpenButNotForEver() {
        assertNull(welcome().apply(false));
        assertNull(welcome(UDP, TLS_EARLY).apply(false));

        assertEquals("NOT on tls [::]:5061: it waits for a certificate", welcome(UDP, TLS_EARLY).apply(true).split("\n")[1]);
    }

    @Test
    void doesNotWaitForAListenerThatSomebodyHasToHelp() {
        assertEquals("NOT on udp [::1]:5060: it waits for the address ::1", welcome(UDP, UDP6_AWAY).apply(false).split("\n")[1]);
    }

    @Test
    void namesTheFirstStepsAndWhatASoftphoneNeeds() {
        flows.listen(new Endpoint("tls", Protocol.TLS, new InetSocketAddress("::", 5061), "edge.example.org", 443));

        String text = welcome(UDP, TLS).apply(false);

        for (String step : List.of("domain:add example.org", "user:add alice@example.org", "user:add bob@example.org", "cert:ca", "edge:status", "edge:check",
                "sip:edge.example.org:443;transport=tls as outbound proxy",
                "<sip:alice@example.org;transport=tls>;auth_pass=PASSWORD;outbound=\"sip:edge.example.org:443;transport=tls\"")) {
            assertTrue(text.contains(step), text);
        }
    }

    @Test
    void namesTheTurnServerToPhonesThatNeedIt() {
        flows.listen(new Endpoint("tls", Protocol.TLS, new InetSocketAddress("::", 5061), "edge.example.org", 5061));

        String text = welcome(TLS, Map.of("protocol", "udp", "address", "[::]:3478", "open", true, "speaks", List.of("turn"))).apply(false);

        assertTrue(text.contains("tls [::]:5061, udp [::]:3478 (TURN)"), text);
        assertTrue(text.contains("TURN server edge.example.org:3478, with the same account"), text);
    }

    @Test
    void pointsAPhoneAtTheAddressThatIsBound() {
        flows.listen(new Endpoint("tls", Protocol.TLS, new InetSocketAddress("::1", 5061), null, 5061));

        assertTrue(welcome(TLS).apply(false).contains("sip:[::1]:5061;transport=tls as outbound proxy; it must be on this machine"), welcome(TLS).apply(false));
    }

    @Test
    void leavesTheFirstStepsOutWhenThereIsADomain() {
        accounts.domain("example.org", DigestAlgorithm.MD5);

        assertFalse(welcome(UDP, TLS).apply(false).contains("domain:add"));
    }

    @SafeVarargs
    private Welcome welcome(Map<String, Object>... listeners) {
        StatusSource net = () -> Map.of("listeners", List.of(listeners));
        return new Welcome(net, flows, accounts);
    }
}
