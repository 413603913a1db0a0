package org.hotcut.sip.location;

import static org.hotcut.sip.location.Fixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Gruus.Device;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationGruusTest {
    private static final String DESK = "sip:alice@192.0.2.1:5060";
    private static final String URN = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

    @TempDir
    Path data;
    private final FakeKeys keys = new FakeKeys();
    private Fixture f;
    private LocationGruus gruus;

    @BeforeEach
    void start() throws Exception {
        f = new Fixture(data);
        gruus = new LocationGruus(f.location, keys);
    }

    @AfterEach
    void stop() throws Exception {
        f.location.close();
        f.loops.close();
    }

    @Test
    void rfc5627_3_1_1_aPublicGruuIsTheAddressWithTheInstance() {
        assertEquals("sip:alice@example.org;gr=" + URN, gruus.publicGruu(bind("<" + URN + ">", "call-1")));
        assertEquals("sips:alice@example.org;gr=" + URN, gruus.publicGruu(f.one("sips:alice@192.0.2.1").device("<" + URN + ">", 0).make()));
        assertEquals("sip:%C3%A4;%22@[2001:db8::1];gr=a%3Bb%20%22", gruus.publicGruu(f.one(DESK).of("ä;\"@2001:db8::1").device("<a;b \">", 0).make()));
        assertNull(gruus.publicGruu(f.one(DESK).make()));
        assertNull(gruus.temporaryGruu(f.one(DESK).make()));
    }

    @Test
    void rfc5627_5_5_aPublicGruuLeadsToTheLinesOfThatDeviceAlone() {
        bind("<urn:uuid:other>", "call-0");
        bind("<" + URN + ">", "call-1");
        f.bind(f.one(DESK).device("<" + URN + ">", 2).q(500).request("call-2", 1).make());
        Device device = resolve("sip:alice@EXAMPLE.org;gr=" + URN);
        assertEquals(0, device.status());
        assertEquals(ALICE, device.address());
        assertEquals(List.of(1, 2), device.bindings().stream().map(Binding::regId).toList());
    }

    @Test
    void rfc5627_5_5_aPublicGruuOfADeviceThatIsAwayIs480() {
        assertEquals(new Device(480, ALICE, List.of()), resolve("sip:alice@example.org;gr=" + URN));
        assertEquals(404, resolve("sip:example.org;gr=" + URN).status());
    }

    @Test
    void whatHasNoGrIsNoGruu() {
        assertNull(resolve("sip:alice@example.org"));
        assertNull(resolve("tel:+123"));
    }

    @Test
    void rfc5627_3_1_2_temporaryGruusAreAllDifferentAndHideTheirUser() {
        Binding binding = bind("<" + URN + ">", "call-1");
        String first = gruus.temporaryGruu(binding);
        assertNotEquals(first, gruus.temporaryGruu(binding));
        assertFalse(first.contains("alice"), first);
        assertEquals("@example.org;gr", first.substring(first.indexOf('@')));
        assertEquals(new Device(0, ALICE, f.location.find(ALICE)), resolve(first));
    }

    @Test
    void rfc5627_5_4_temporaryGruusEndWithTheirCallIdWithTheRegistrationAndWithTheirKey() {
        Binding binding = bind("<" + URN + ">", "call-1");
        String first = gruus.temporaryGruu(binding);
        f.bind(f.one(DESK).device("<" + URN + ">", 1).request("call-1", 2).make());
        assertEquals(0, resolve(first).status(), "refreshed");
        bind("<" + URN + ">", "call-2");
        assertEquals(new Device(404, null, List.of()), resolve(first));
        String second = gruus.temporaryGruu(f.location.find(ALICE).get(0));
        assertEquals(0, resolve(second).status());
        keys.rotate("gruu");
        assertEquals(0, resolve(second).status(), "the key before is still known");
        f.clock.advance(Duration.ofHours(1));
        assertEquals(404, resolve(second).status());
    }

    @Test
    void temporaryGruusOutliveTheServer() throws Exception {
        String gruu = gruus.temporaryGruu(bind("<" + URN + ">", "call-1"));
        f.killAndStart();
        gruus = new LocationGruus(f.location, keys);
        assertEquals(0, resolve(gruu).status());
        f.change(new Change(ALICE, "call-1", 2, List.of(), List.of(), true));
        assertEquals(404, resolve(gruu).status());
    }

    @Test
    void nobodyMakesATemporaryGruuButUs() {
        Binding binding = bind("<" + URN + ">", "call-1");
        String good = gruus.temporaryGruu(binding);
        assertEquals(404, resolve(good.replace("example.org", "example.net")).status());
        int end = good.indexOf('@');
        for (int i = "sip:tgruu.".length(); i < end; i++) {
            String bad = good.substring(0, i) + (good.charAt(i) == 'A' ? 'B' : 'A') + good.substring(i + 1);
            // the last character has bits that mean nothing
            if (i < end - 1) {
                assertEquals(404, resolve(bad).status(), bad);
            }
        }
        for (String user : List.of("tgruu.", "tgruu.AA", "tgruu.!", "tgruu.AAAAAAAAAAAAAAAAAAAAAAAA", "tgruu." + "A".repeat(2000), "alice")) {
            assertEquals(404, resolve("sip:" + user + "@example.org;gr").status(), user);
        }
        assertEquals(404, resolve("sip:example.org;gr").status());
    }

    private Binding bind(String instance, String callId) {
        f.bind(f.one(DESK).device(instance, 1).request(callId, 1).make());
        return f.location.find(ALICE).stream().filter(each -> each.instance().equals(instance)).findFirst().orElseThrow();
    }

    private Device resolve(String uri) {
        return gruus.resolve(Sip.parser().uri(uri));
    }
}
