package org.hotcut.sip.registrar;

import static org.hotcut.sip.registrar.Registering.DESK;
import static org.hotcut.sip.registrar.Registering.INSTANCE;
import static org.hotcut.sip.registrar.Registering.device;
import static org.hotcut.sip.registrar.Registering.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.hotcut.sip.api.Decision;
import org.hotcut.testkit.FakePush;
import org.junit.jupiter.api.Test;

/** GRUU, feature tags, push and Path, the registrar's side. */
class ExtensionsTest {
    private static final String URN = INSTANCE.substring(1, INSTANCE.length() - 1);
    private final Registering r = new Registering();

    @Test
    void rfc5627_5_3_aDeviceThatCanGetsAPublicAndATemporaryGruu() {
        Decision.Reply reply = r.register("Contact: " + device(1), "Supported: gruu");
        assertEquals(List.of(device(0).replace(";+", ";expires=3600;+") + ";reg-id=1;pub-gruu=\"sip:alice@example.org;gr=" + URN
            + "\";temp-gruu=\"sip:tgruu.1@example.org;gr\""), headers(reply, "Contact"));
        assertTrue(headers(r.register("Contact: " + device(1), "Require: gruu"), "Contact").get(0).contains(";temp-gruu=\"sip:tgruu.2@"), "each time another");
    }

    @Test
    void rfc5627_5_3_noGruuWithoutInstanceOrWish() {
        assertFalse(headers(r.register("Contact: " + DESK, "Supported: gruu"), "Contact").get(0).contains("gruu"));
        assertFalse(headers(r.register("Contact: " + device(1)), "Contact").get(0).contains("gruu"));
    }

    @Test
    void rfc5627_5_1_403ForAContactThatIsAGruuOfOurs() {
        assertEquals(403, r.register("Contact: <sip:alice@example.org;gr=" + URN + ">").status());
        assertEquals(403, r.register("Contact: <sip:alice@example.org:5062;gr=" + URN + ">").status());
        assertEquals(403, r.register("Contact: <sip:tgruu.1@example.org;gr>").status());
        assertEquals(403, r.register("Contact: <sip:alice@example.org>").status());
        assertEquals(200, r.register("Contact: <sip:alice@192.0.2.1;gr=x>").status());
    }

    @Test
    void rfc3840_9_featureTagsAreKeptAsTheyStandAndGivenBack() {
        Decision.Reply reply = r.register("Contact: \"A;audio\" " + DESK + ";expires=60;q=0.5;audio ;+sip.instance=\"" + INSTANCE
            + "\";reg-id=1;methods=\"INVITE,BYE\";Video;+g.3gpp.icsi-ref=\"a;b\\\"c\";x=audio;description=\"<PC;text>\"");
        assertEquals("audio;methods=\"INVITE,BYE\";Video;+g.3gpp.icsi-ref=\"a;b\\\"c\";description=\"<PC;text>\"", r.bound().features());
        assertTrue(headers(reply, "Contact").get(0).endsWith(";reg-id=1;" + r.bound().features()));
    }

    @Test
    void rfc3840_9_parametersOfTheUriAreNoFeatureTags() {
        r.register("Contact: <sip:alice@192.0.2.1:5060;audio>");
        assertNull(r.bound().features());
        assertEquals("video", Features.of("sip:alice@192.0.2.1;video"), "without brackets they are the header's");
    }

    @Test
    void rfc3840_9_noMoreThan500CharactersOfFeatureTagsAreKept() {
        r.register("Contact: " + DESK + ";audio;+x=\"" + "y".repeat(600) + "\";video");
        assertEquals("audio", r.bound().features());
    }

    @Test
    void rfc8599_4_1_2_pushParametersAreKeptAndTheServiceIsNamed() {
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider=acme;ob;pn-prid=ZTY4;PN-param=x>");
        assertEquals("pn-provider=acme;pn-prid=ZTY4;PN-param=x", r.bound().push());
        assertEquals(List.of("*;+sip.pns=\"acme\""), headers(reply, "Feature-Caps"));
        assertEquals(List.of(), headers(r.register("Contact: <sip:alice@192.0.2.2>"), "Feature-Caps"));
    }

    @Test
    void rfc8599_5_6_1_1_555ForAPushServiceThatNobodyServes() {
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider=other;pn-prid=1>");
        assertEquals(555, reply.status());
        assertEquals("Push Notification Service Not Supported", reply.reason());
        assertEquals(0, r.location.size());
        assertEquals(200, r.register("Contact: <sip:alice@192.0.2.1;pn-provider=other;pn-prid=1>;expires=0").status(), "what goes is let go");
    }

    @Test
    void rfc8599_4_1_5_aClientThatAsksIsToldAllPushServices() {
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider>");
        assertEquals(List.of("*;+sip.pns=\"acme\"", "*;+sip.pns=\"apns\""), headers(reply, "Feature-Caps"));
        assertNull(r.bound().push());
        assertEquals(List.of("*;+sip.pns=\"acme\""), headers(r.register("Contact: <sip:alice@192.0.2.1;pn-provider=acme>"), "Feature-Caps"), "only that one");
        assertEquals(555, r.register("Contact: <sip:alice@192.0.2.1;pn-provider=other>").status());
    }

    @Test
    void rfc8599_5_6_1_1_whoIsWokenByAProxyBetweenIsNoneOfOurs() {
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider=other;pn-prid=1>", "Feature-Caps: *;+sip.pns=\"other\"");
        assertEquals(200, reply.status());
        assertEquals(List.of(), headers(reply, "Feature-Caps"));
        assertNull(r.bound().push());
    }

    @Test
    void rfc8599_5_6_1_1_whoCanWakeHimselfIsToldToRegisterInTime() {
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider=acme;pn-prid=1>;+sip.pnsreg");
        assertEquals(List.of("*;+sip.pns=\"acme\";+sip.pnsreg=\"240\""), headers(reply, "Feature-Caps"));
    }

    @Test
    void rfc8599_4_1_4_whatTheContactSaysOfItIsKeptAndGivenBack() {
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider=acme;pn-prid=1>;+sip.pnsreg");
        assertEquals("+sip.pnsreg", r.bound().features());
        assertTrue(headers(reply, "Contact").get(0).endsWith(";+sip.pnsreg"));
        assertEquals(List.of("*;+sip.pns=\"acme\""), headers(r.register("Contact: <sip:alice@192.0.2.1;pn-provider=acme;pn-prid=1>"), "Feature-Caps"), "it did not ask");
    }

    @Test
    void rfc8599_5_6_1_2_aClientThatAsksWhereNobodyServesAnyIsRegisteredAndToldNone() {
        r.push = new FakePush();
        Decision.Reply reply = r.register("Contact: <sip:alice@192.0.2.1;pn-provider>");
        assertEquals(200, reply.status(), "555 is for a push service that is named (section 8.1)");
        assertEquals(List.of(), headers(reply, "Feature-Caps"));
        assertEquals(1, r.location.size());
        assertEquals(200, r.register("Contact: <sip:alice@192.0.2.1;pn-provider=>").status());
        assertEquals(555, r.register("Contact: <sip:alice@192.0.2.1;pn-provider=acme>").status());
    }

    @Test
    void rfc3327_5_3_pathIsKeptInOrderAndGivenBackOnlyToWhoKnowsIt() {
        String[] path = {"<sip:p2.example.com;lr>", "<sip:p1.example.com;lr>"};
        assertEquals(List.of(path), headers(r.register("Contact: " + DESK, "Path: " + path[0] + ", " + path[1], "Require: path"), "Path"));
        assertEquals(List.of(path), r.bound().path());
        assertEquals(List.of(), headers(r.register("Contact: " + DESK, "Path: " + path[1]), "Path"));
        assertEquals(List.of(path[1]), r.bound().path());
        assertEquals(400, r.register("Contact: " + DESK, "Path: <sip:" + "p".repeat(2000) + ";lr>").status());
    }

    @Test
    void rfc3261_20_17_dateIsWhatTheTimeLibraryWouldSay() {
        DateTimeFormatter library = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(-5_000_000_000_000L, 200_000_000_000_000L);
            assertEquals(library.format(Instant.ofEpochMilli(millis)), SipDate.of(millis));
        }
        assertEquals("Thu, 29 Feb 2024 23:59:59 GMT", SipDate.of(1_709_251_199_999L));
        assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", SipDate.of(0));
    }
}
