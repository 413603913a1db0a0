package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        assertEquals(TlsPolicy.DEFAULT, settings.tls());
        assertEquals(List.of("udp"), settings.spoken().transports());
        assertEquals(new Limits(Limits.LONGEST_MESSAGE, 20_000, 1_000, 30_000, 120_000, 10_000, 0), settings.limits());
        assertEquals(4 << 20, settings.receiveBuffer());
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,0.0.0.0", "::,::", "[::],::", "[::1],::1", "192.0.2.1,192.0.2.1"})
    void takesAddressesAsPeopleWriteThem(String written, String meant) {
        assertEquals(NetFixture.at(meant, 5061), settings(Map.of("name", "x", "protocol", " TLS ", "address", written, "port", 5061)).address());
    }

    @Test
    void asksClientsForACertificateWhenTold() {
        assertEquals(TlsPolicy.ClientAuth.WANT, settings(Map.of("name", "x", "protocol", "tls", "client_auth", "want")).tls().clients());
    }

    @Test
    void takesSeveralProtocolsOnOnePort() {
        ListenerSettings settings = settings(Map.of("name", "x", "protocol", "tls", "protocols", new String[] {"sip, wss"}, "sni", new String[] {"Web.test=wss, phones.test = sip"},
            "client_auth", "require", "client_auth_names", new String[] {"Phones.test"}, "trust", "devices"));
        assertEquals(new Spoken(List.of("tls", "wss"), Map.of("web.test", "wss", "phones.test", "tls")), settings.spoken());
        assertEquals(TlsPolicy.of("TLSv1.2", List.of(), TlsPolicy.ClientAuth.REQUIRE, Set.of("phones.test"), "devices"), settings.tls());
    }

    @Test
    void opensOldVersionsForOldDevicesOnlyAndThenWhenTold() {
        TlsPolicy untold = settings(Map.of("name", "x", "protocol", "tls", "tls_profile", "old-devices")).tls();
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), untold.versions());
        TlsPolicy told = settings(Map.of("name", "x", "protocol", "tls", "tls_profile", "old-devices", "tls_protocols", "TLSv1")).tls();
        assertEquals(List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"), told.versions());
        assertTrue(told.boringSsl() && told.oldDevices());
        TlsPolicy modern = settings(Map.of("name", "x", "protocol", "tls", "tls_engine", "boringssl")).tls();
        assertTrue(modern.boringSsl() && !modern.oldDevices());
    }

    @Test
    void speaksDtlsWhereTurnIsSpokenOverUdpAndThenWhenTold() {
        assertTrue(!settings(Map.of("name", "x", "protocol", "udp", "protocols", new String[] {"turn"})).dtls());
        assertTrue(settings(Map.of("name", "x", "protocol", "udp", "protocols", new String[] {"turn"}, "dtls", true)).dtls());
        assertWrong("dtls", Map.of("name", "x", "protocol", "udp", "dtls", true));
        assertWrong("dtls", Map.of("name", "x", "protocol", "tls", "protocols", new String[] {"turn"}, "dtls", true));
    }

    @Test
    void saysWhichKeyIsWrong() {
        assertWrong("name", Map.of("protocol", "udp"));
        assertWrong("protocol", Map.of("name", "x", "protocol", "sctp"));
        assertWrong("client.auth", Map.of("name", "x", "protocol", "tls", "client_auth", "need"));
        assertWrong("tls.protocols", Map.of("name", "x", "protocol", "tls", "tls_protocols", "TLSv1"));
        assertWrong("tls.profile = old-devices", Map.of("name", "x", "protocol", "tls", "tls_engine", "boringssl", "tls_protocols", "TLSv1"));
        assertWrong("tls.profile", Map.of("name", "x", "protocol", "tls", "tls_profile", "old"));
        assertWrong("tls.engine", Map.of("name", "x", "protocol", "tls", "tls_engine", "openssl"));
        assertWrong("tls.protocols", Map.of("name", "x", "protocol", "tls", "tls_profile", "old-devices", "tls_protocols", "SSLv3"));
        assertWrong("protocols", Map.of("name", "x", "protocol", "tls", "tls_profile", "old-devices", "protocols", new String[] {"sip, wss"}));
        assertWrong("tls.ciphers", Map.of("name", "x", "protocol", "tls", "tls_ciphers", new String[] {"TLS_RSA_WITH_NULL_SHA256"}));
        assertWrong("tls.ciphers", Map.of("name", "x", "protocol", "tls", "tls_protocols", "TLSv1.3", "tls_ciphers", new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"}));
        assertWrong("protocols", Map.of("name", "x", "protocol", "tcp", "protocols", new String[] {"sip, http"}));
        assertWrong("sni", Map.of("name", "x", "protocol", "tls", "protocols", new String[] {"sip, wss"}, "sni", new String[] {"a.test=turn"}));
        assertWrong("port", Map.of("name", "x", "protocol", "udp", "port", 70_000));
        assertWrong("max.message", Map.of("name", "x", "protocol", "udp", "max_message", 0));
        assertWrong("address", Map.of("name", "x", "protocol", "udp", "address", ":::"));
    }

    private static void assertWrong(String key, Map<String, Object> values) {
        String message = assertThrows(IllegalArgumentException.class, () -> settings(values)).getMessage();
        assertTrue(message.contains(key), message);
    }
}
