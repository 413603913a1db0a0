package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Map;

import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerComponentTest {
    /** A configuration of the given values and the defaults. */
    private static ListenerComponent.Config config(Map<String, Object> values) {
        return (ListenerComponent.Config) Proxy.newProxyInstance(ListenerComponentTest.class.getClassLoader(), new Class<?>[] {ListenerComponent.Config.class},
            (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static ListenerSettings settings(Map<String, Object> values) {
        return ListenerComponent.settings(config(values));
    }

    @Test
    void listensOnLoopbackUnlessToldOtherwise() {
        ListenerSettings settings = settings(Map.of("name", "udp", "protocol", "udp"));
        assertEquals(Protocol.UDP, settings.protocol());
        assertEquals(NetFixture.at("127.0.0.1", 5060), settings.address());
        assertNull(settings.advertised());
        assertFalse(settings.askClients());
        assertEquals(new Limits(65_536, 20_000, 1_000, 30_000, 120_000, 10_000, 0), settings.limits());
        assertEquals(4 << 20, settings.receiveBuffer());
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,0.0.0.0", "::,::", "[::],::", "[::1],::1", "192.0.2.1,192.0.2.1"})
    void takesAddressesAsPeopleWriteThem(String written, String meant) {
        assertEquals(NetFixture.at(meant, 5061), settings(Map.of("name", "x", "protocol", " TLS ", "address", written, "port", 5061)).address());
    }

    @Test
    void asksClientsForACertificateWhenTold() {
        assertTrue(settings(Map.of("name", "x", "protocol", "tls", "client_auth", "want")).askClients());
    }

    @Test
    void saysWhichKeyIsWrong() {
        assertWrong("name", Map.of("protocol", "udp"));
        assertWrong("protocol", Map.of("name", "x", "protocol", "sctp"));
        assertWrong("client.auth", Map.of("name", "x", "protocol", "tls", "client_auth", "need"));
        assertWrong("port", Map.of("name", "x", "protocol", "udp", "port", 70_000));
        assertWrong("max.message", Map.of("name", "x", "protocol", "udp", "max_message", 0));
        assertWrong("address", Map.of("name", "x", "protocol", "udp", "address", ":::"));
    }

    private static void assertWrong(String key, Map<String, Object> values) {
        String message = assertThrows(IllegalArgumentException.class, () -> settings(values)).getMessage();
        assertTrue(message.contains(key), message);
    }
}
