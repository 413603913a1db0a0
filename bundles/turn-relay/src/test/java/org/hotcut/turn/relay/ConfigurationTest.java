package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path data;
    private Fixture fixture;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private String fault() {
        return String.valueOf(fixture.admin.status().get("fault"));
    }

    private void change(String key, Object value) {
        fixture.config.put(key, value);
        fixture.relay.modified(fixture.config());
    }

    @Test
    void whatIsWrongLeavesAllAsItWas() throws Exception {
        fixture = new Fixture(data);
        fixture.allocated();
        change("permissions", 1);
        change("addresses", new String[] {"edge.example.org"});
        assertTrue(fault().contains("edge.example.org is no IP address; it stays as it was"), fault());
        assertNotNull(fixture.info(CLIENT));
        change("addresses", new String[] {"127.0.0.1"});
        change("ports_from", 60_000);
        change("ports_to", 50_000);
        assertTrue(fault().contains("relay ports 60000-50000"), fault());
        assertEquals(1, fixture.relay.services().settings.permissions());
        change("ports_to", 61_000);
        assertEquals("null", fault());
    }

    @Test
    void whatIsWrongAtTheStartIsInForceAsSoonAsItIsCorrected() throws Exception {
        fixture = new Fixture(data, Map.of("addresses", new String[] {"edge.example.org"}));
        assertTrue(fault().contains("edge.example.org is no IP address; nothing is relayed until that is corrected"), fault());
        fixture.ask(allocate());
        assertNull(fixture.info(CLIENT));
        change("addresses", new String[] {"127.0.0.1"});
        assertEquals("null", fault());
        fixture.ask(allocate());
        assertNotNull(fixture.info(CLIENT));
    }
}
