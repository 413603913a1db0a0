package org.hotcut.shell.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.testkit.FakeAccounts;
import org.junit.jupiter.api.Test;

class WelcomeTest {
    private static final Map<String, Object> UDP = Map.of("protocol", "udp", "address", "127.0.0.1:5060", "open", true);
    private static final Map<String, Object> TLS = Map.of("protocol", "tls", "address", "[::]:5061", "open", false, "waits for", "a certificate");

    @Test
    void saysWhereTheServerListensAndWhatToDoFirst() {
        String text = welcome(UDP).apply(false);

        assertTrue(text.startsWith("Hotcut listens on udp 127.0.0.1:5060\n"), text);
        assertTrue(text.contains("domain:add example.org"), text);
    }

    @Test
    void waitsForListenersButNotForEver() {
        assertNull(welcome(UDP, TLS).apply(false));

        assertEquals("NOT on tls [::]:5061: it waits for a certificate", welcome(UDP, TLS).apply(true).split("\n")[1]);
    }

    @Test
    void leavesTheFirstStepsOutWhenThereIsADomain() {
        FakeAccounts accounts = new FakeAccounts().domain("example.org", DigestAlgorithm.MD5);

        assertFalse(new Welcome(status(UDP), accounts).apply(false).contains("domain:add"));
    }

    @SafeVarargs
    private static Welcome welcome(Map<String, Object>... listeners) {
        return new Welcome(status(listeners), new FakeAccounts());
    }

    @SafeVarargs
    private static StatusSource status(Map<String, Object>... listeners) {
        return () -> Map.of("listeners", List.of(listeners));
    }
}
