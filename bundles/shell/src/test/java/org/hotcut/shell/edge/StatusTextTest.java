package org.hotcut.shell.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.upgrade.Outcome;
import org.hotcut.core.api.upgrade.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTextTest {
    @Test
    void isOneScreen() {
        assertEquals("""
            Hotcut 0.1.0, node 0123456789abcdef, up 1 h 5 min
            Listens        udp 127.0.0.1:5060, tls [::]:5061 (others see edge.example.org:5061)
            Connections    3 tls
            Registrations  12
            Requests       2 unanswered
            Domains        example.org, example.com
            Requests pass  identity, sip-registrar, sip-proxy ABSENT for 3 s, 7 requests wait
            Bundles        2 of 3 at work
            Updated        sip-proxy 0.2.0 (delivered: 0.1.0)
              sip-proxy 0.2.0 is active: ProxyHandler waits for Location
            sip-location   bindings 12
            """, text(report(), false));
    }

    @Test
    void showsEveryFigureWhenAsked() {
        assertTrue(text(report(), true).endsWith("sip-location   held.bindings 12, journal.bytes 100, names [a b]\n"));
    }

    @Test
    void wrapsLongListsUnderTheirLabel() {
        Map<String, Object> report = report();
        report.put("domains", java.util.stream.IntStream.range(0, 12).mapToObj(i -> "domain-number-" + i + ".example.org").toList());
        List<String> lines = text(report, false).lines().toList();
        assertTrue(lines.stream().allMatch(line -> line.length() <= 118), lines.toString());
        assertTrue(lines.get(6).startsWith("               domain-number-"), lines.get(6));
    }

    @Test
    void showsWhatIsRelayed() {
        Map<String, Object> report = report();
        report.put("listeners", List.of(Map.of("name", "turn-udp", "protocol", "udp", "address", "::", "port", 3478, "speaks", "turn")));
        report.put("allocations", 7);
        report.put("drains", true);
        String text = text(report, false);
        assertTrue(text.contains("Listens        turn udp [::]:3478\n"), text);
        assertTrue(text.contains("Allocations    7, no further ones (turn:drain)\n"), text);
    }

    @Test
    void saysWhatIsAbsent() {
        Map<String, Object> report = new HashMap<>(Map.of("version", "0.1.0", "upMillis", 10L, "bundles", List.of(), "parts", Map.of()));
        assertEquals("""
            Hotcut 0.1.0, up 10 ms
            Listens        nothing: net is absent
            Registrations  sip-location is absent
            Requests       sip-core is absent
            Bundles        0 of 0 at work
            """, text(report, false));
    }

    @Test
    void anUpdateIsShownWithWhatWasHeldBeforeAndAfter() {
        Report report = new Report(Outcome.IN_FORCE, "org.hotcut.sip.proxy", "0.1.0", "0.2.0", "sip-proxy 0.2.0 is at work",
            List.of(new Report.Held("sip-location: bindings", 12, 12), new Report.Held("net: connections", 5, 4)));
        assertEquals(List.of("  sip-location: bindings  12 before, 12 after", "  net: connections  5 before, 4 after (-1)", "sip-proxy 0.2.0 is at work"),
            UpgradeText.lines(report));
        assertTrue(UpgradeText.isGood(report));
    }

    @Test
    void aJarIsAFileOrAUrl(@TempDir Path folder) throws IOException {
        Path jar = Files.createFile(folder.resolve("sip-proxy.jar"));
        assertEquals(jar.toUri(), EdgeUpdate.uri("sip-proxy.jar", Path.of("/nowhere"), folder));
        assertEquals(jar.toUri(), EdgeUpdate.uri(jar.toString(), Path.of("/nowhere")));
        assertEquals(URI.create("mvn:org.hotcut/sip-proxy/0.2.0"), EdgeUpdate.uri("mvn:org.hotcut/sip-proxy/0.2.0", folder));
        assertThrows(IllegalArgumentException.class, () -> EdgeUpdate.uri("absent.jar", folder));
    }

    private static Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", "0.1.0");
        report.put("node", "0123456789abcdef");
        report.put("upMillis", 3_900_000L);
        report.put("listeners", List.of(Map.of("protocol", "udp", "address", "127.0.0.1", "port", 5060),
            Map.of("protocol", "tls", "address", "::", "port", 5061, "advertised", "edge.example.org:5061")));
        report.put("connections", Map.of("tls", 3));
        report.put("registrations", 12);
        report.put("domains", List.of("example.org", "example.com"));
        report.put("unansweredRequests", 2);
        report.put("chain", List.of(link("identity", 0), link("sip-registrar", 0), link("sip-proxy", 3_000)));
        report.put("bundles", List.of(bundle("identity", "0.1.0", "behaviour", "active"), bundle("jain-sip", "0.1.0", "library", "stopped"),
            bundle("sip-proxy", "0.2.0", "behaviour", "active", "ProxyHandler waits for Location")));
        report.put("updated", List.of(Map.of("name", "sip-proxy", "version", "0.2.0", "delivered", "0.1.0")));
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("held", Map.of("bindings", 12));
        location.put("journal", Map.of("bytes", 100));
        location.put("names", List.of("a", "b"));
        report.put("parts", Map.of("sip-location", location));
        return report;
    }

    private static Map<String, Object> link(String name, long absent) {
        Map<String, Object> link = new HashMap<>();
        link.put("name", name);
        link.put("bundle", absent == 0 ? "org.hotcut 0.1.0" : null);
        link.put("absentMillis", absent);
        link.put("waiting", absent == 0 ? 0 : 7);
        return link;
    }

    private static Map<String, Object> bundle(String name, String version, String role, String state, String... problems) {
        return Map.of("name", name, "version", version, "role", role, "state", state, "problems", List.of(problems));
    }

    private static String text(Map<String, Object> report, boolean all) {
        return String.join("\n", new StatusText(report).lines(all)) + '\n';
    }
}
