package org.hotcut.turn.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.ManualClock;
import org.hotcut.turn.api.TurnAdmin.Credentials;
import org.hotcut.turn.server.auth.TimeLimited;
import org.junit.jupiter.api.Test;

class PeerAdminTest {
    private static final String ALICE = "alice@example.org";

    private final ManualClock clock = new ManualClock();
    private final FakeLocation location = new FakeLocation();

    private PeerAdmin admin(Location registrations) {
        return new PeerAdmin(null, new TimeLimited(new FakeKeys(), new String[0], ":"), () -> registrations, clock);
    }

    @Test
    void makesCredentialsThatEnd() {
        Credentials made = admin(null).credentials(ALICE, 3_600, false);
        assertEquals("1700003600:" + ALICE, made.username());
        assertEquals(1_700_003_600_000L, made.until());
        assertTrue(made.password().length() > 20, made.password());
    }

    @Test
    void makesCredentialsThatEndWithARegistration() {
        location.bind(ALICE, "sip:alice@192.0.2.7", new Flow(7, "tls", Protocol.TLS, new InetSocketAddress(5061), new InetSocketAddress(40_000)));
        Credentials made = admin(location).credentials(ALICE, 60, true);
        assertEquals("1700000060:" + ALICE + ':' + location.find(ALICE).get(0).key(), made.username());
    }

    @Test
    void theRegistrationIsOneThatCanBeReachedIfThereIsAny() {
        Flow flow = new Flow(7, "tls", Protocol.TLS, new InetSocketAddress(5061), new InetSocketAddress(40_000));
        location.bind(ALICE, "sip:alice@192.0.2.7", flow);
        location.bind(new Binding(ALICE, "sip:alice@192.0.2.8", List.of(), null, false, "node", null, 0, 1000, null, null, "test", "reg-2", 2, Long.MAX_VALUE, false, 77));
        assertEquals(77, location.find(ALICE).get(0).key(), "the newest");
        assertTrue(admin(location).credentials(ALICE, 60, true).username().endsWith(":" + location.find(ALICE).get(1).key()));
    }

    @Test
    void saysWhyThereAreNone() {
        assertSentence("is not registered", "bob@example.org", 60, true, location);
        assertSentence("sip-location is absent", ALICE, 60, true, null);
        assertSentence("seconds", ALICE, 0, false, location);
        assertSentence("seconds", ALICE, Long.MAX_VALUE, false, location);
        assertSentence("no name", " ", 60, false, location);
        assertSentence("no name", "a\nb", 60, false, location);
        assertSentence("no name", "\u00e4".repeat(201), 60, false, location);
    }

    private void assertSentence(String part, String user, long seconds, boolean registration, Location registrations) {
        String message = assertThrows(IllegalArgumentException.class, () -> admin(registrations).credentials(user, seconds, registration)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
