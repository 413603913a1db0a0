package org.hotcut.sip.registrar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeGruus;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class RegistrarHandlerTest {
    private static final String ALICE = "alice@example.org";
    private static final Identity ALICE_HERSELF = new Identity(Kind.USER, ALICE, "digest MD5");
    private static final Identity TRUSTED = new Identity(Kind.TRUSTED, "192.0.2.1", "trusted source 192.0.2.1");
    private static final String DESK = "<sip:alice@192.0.2.1:5060>";

    private final FakeLocation location = new FakeLocation();
    private final FakeAccounts accounts = new FakeAccounts().user("alice", "example.org", "secret").domain("example.net", DigestAlgorithm.MD5);
    private final RecordingFlows flows = new RecordingFlows();
    private RegistrarHandler handler = handler(location);
    private Flow line = flows.udp("192.0.2.1", 5060);

    private RegistrarHandler handler(Location with) {
        return new RegistrarHandler(with, new FakeGruus(with), new FakePush("acme", "apns"), accounts, flows, () -> "0011223344556677",
            new Settings(3600, 60, 86_400, 3600, 120));
    }

    @Test
    void bindsAContactForAsLongAsItAsks() {
        Decision.Reply reply = register("Contact: " + DESK + ";expires=300;q=0.5", "User-Agent: Phone/1.0");
        assertEquals(200, reply.status());
        assertEquals(List.of(DESK + ";expires=300;q=0.500"), headers(reply, "Contact"));
        assertTrue(headers(reply, "Date").get(0).matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT"));
        Binding binding = bound();
        assertEquals(ALICE, binding.address());
        assertEquals("sip:alice@192.0.2.1:5060", binding.contact());
        assertEquals(500, binding.q());
        assertEquals("Phone/1.0", binding.userAgent());
        assertEquals("0011223344556677", binding.node());
        assertEquals(line, binding.flow());
        assertFalse(binding.natted());
    }

    @Test
    void leavesOtherMethodsAndForeignDomainsToTheNextRfc3261Section10_3Step1() {
        assertSame(Decision.next(), handler.request(new FakeExchange(Sip.request("OPTIONS", "sip:example.org"))));
        assertSame(Decision.next(), handler.request(new FakeExchange(Sip.request("REGISTER", "sip:example.com")).identity(ALICE_HERSELF)));
    }

    @Test
    void refusesExtensionsItDoesNotKnowSection10_3Step2() {
        Decision.Reply reply = register("Require: path, gruu, 100rel, x", "Contact: " + DESK);
        assertEquals(420, reply.status());
        assertEquals(List.of("100rel, x"), headers(reply, "Unsupported"));
    }

    @Test
    void believesNobodyWithoutProofSection10_3Step3() {
        assertEquals(403, registerAs(null, "Contact: " + DESK).status());
        assertEquals(0, location.size());
    }

    @Test
    void refusesToRegisterSomebodyElseSection10_3Step4() {
        assertEquals(403, registerAs(new Identity(Kind.USER, "bob@example.org", "test"), "Contact: " + DESK).status());
        assertEquals(403, registerAs(new Identity(Kind.DOMAIN, "example.net", "test"), "Contact: " + DESK).status());
        assertEquals(403, registerAs(new Identity(Kind.DEVICE, ALICE, "test"), "Contact: " + DESK).status());
        assertEquals(200, registerAs(new Identity(Kind.DOMAIN, "example.org", "test"), "Contact: " + DESK).status());
        assertEquals(200, registerAs(TRUSTED, "Contact: " + DESK).status());
    }

    @Test
    void knowsNoOtherUsersSection10_3Step5() {
        assertEquals(404, registerTo("<sip:carol@example.org>").status());
        assertEquals(404, registerTo("<sip:alice@example.com>").status());
        assertEquals(404, registerTo("<sip:example.org>").status());
        accounts.mode(FakeAccounts.Mode.FAILS);
        assertEquals(503, registerAs(TRUSTED, "Contact: " + DESK).status());
    }

    @Test
    void waitsForAnAccountThatIsStillLookedUp() {
        accounts.mode(FakeAccounts.Mode.HANGS);
        CompletableFuture<Decision> later = assertInstanceOf(Decision.Later.class, handler.request(exchange(TRUSTED, "Contact: " + DESK))).stage()
            .toCompletableFuture();
        assertFalse(later.isDone());
        accounts.mode(FakeAccounts.Mode.ANSWERS);
        assertEquals(200, ((Decision.Reply) later.join()).status());
    }

    @Test
    void keysRegistrationsByTheAddressAlone() {
        assertEquals(200, registerTo("\"A\" <sip:%61lice@Example.ORG:5060;x=y>").status());
        assertEquals(ALICE, bound().address());
    }

    @Test
    void removesEverythingForAStarSection10_3Step6() {
        register("Contact: " + DESK);
        Decision.Reply reply = register("Contact: *", "Expires: 0");
        assertEquals(200, reply.status());
        assertEquals(List.of(), headers(reply, "Contact"));
        assertTrue(location.changes().get(1).all());
    }

    @Test
    void refusesAStarWithMoreBesideItSection10_3Step6() {
        assertEquals(400, register("Contact: *").status());
        assertEquals(400, register("Contact: *", "Expires: 60").status());
        assertEquals(400, register("Contact: *", "Contact: " + DESK, "Expires: 0").status());
        assertEquals(List.of(), location.changes());
    }

    @Test
    void takesExpiryFromParameterThenHeaderThenDefaultSection10_3Step7() {
        assertEquals(List.of(DESK + ";expires=120", "<sip:alice@192.0.2.2>;expires=90"),
            headers(register("Contact: " + DESK + ";expires=120, <sip:alice@192.0.2.2>", "Expires: 90"), "Contact").stream().sorted().toList());
        assertEquals(List.of(DESK + ";expires=3600", "<sip:alice@192.0.2.2>;expires=3600"),
            headers(register("Contact: " + DESK, "m: <sip:alice@192.0.2.2>;expires=soon"), "Contact").stream().sorted().toList());
    }

    @Test
    void asksForMoreThanTooBriefAnIntervalSection10_3Step7() {
        Decision.Reply reply = register("Contact: " + DESK + ";expires=59");
        assertEquals(423, reply.status());
        assertEquals(List.of("60"), headers(reply, "Min-Expires"));
        assertEquals(0, location.size());
    }

    @Test
    void grantsNoMoreThanTheMost() {
        assertEquals(List.of(DESK + ";expires=86400"), headers(register("Contact: " + DESK + ";expires=4294967295"), "Contact"));
        line = flows.udp("192.0.2.1", 4444);
        assertEquals(List.of(DESK + ";expires=3600"), headers(register("Contact: " + DESK + ";expires=4294967295"), "Contact"));
    }

    @Test
    void removesOneContactByExpiresZero() {
        register("Contact: " + DESK, "Contact: <sip:alice@192.0.2.2>");
        assertEquals(List.of("<sip:alice@192.0.2.2>;expires=3600"), headers(register("Contact: " + DESK, "Expires: 0"), "Contact"));
    }

    @Test
    void tellsWhatIsBoundWhenNothingIsAskedSection10_2_3() {
        register("Contact: " + DESK);
        assertEquals(List.of(DESK + ";expires=3600"), headers(register(), "Contact"));
        assertEquals(1, location.changes().size());
    }

    @Test
    void saysWhatTheLocationRefuses() {
        location.outcome(Location.Outcome.OUT_OF_ORDER);
        assertEquals(400, register("Contact: " + DESK).status());
        location.outcome(Location.Outcome.TOO_MANY);
        assertEquals(403, register("Contact: " + DESK).status());
        location.outcome(Location.Outcome.FULL);
        assertEquals(503, register("Contact: " + DESK).status());
    }

    @Test
    void rfc3261_10_3_ofSeveralContactsAllAreBoundOrNone() {
        assertEquals(423, register("Contact: " + DESK + ", <sip:alice@192.0.2.2>;expires=1").status());
        assertEquals(400, register("Contact: " + DESK + ", <sip:alice@192.0.2.2>;q=high").status());
        assertEquals(403, register("Contact: " + DESK + ", <sip:alice@example.org>").status());
        assertEquals(List.of(), location.changes());
        assertEquals(200, register("Contact: " + DESK + ", <sip:alice@192.0.2.2>", "Contact: <sip:alice@192.0.2.3>").status());
        assertEquals(1, location.changes().size());
        assertEquals(3, location.size());
    }

    @Test
    void answers500WhenTheRegistrationCannotBeKept() {
        handler = handler(new FullDisk());
        assertEquals(500, register("Contact: " + DESK).status());
    }

    @Test
    void refusesContactsThatCannotBeCalled() {
        assertEquals(400, register("Contact: <tel:+123>").status());
        assertEquals(400, register("Contact: <mailto:a@example.org>").status());
        assertEquals(400, register("Contact: <sip:" + "a".repeat(1000) + "@192.0.2.1>").status());
        assertEquals(400, register("Contact: " + DESK + ";q=high").status());
        assertEquals(403, register("Contact: " + "<sip:a@192.0.2.1>,".repeat(20) + "<sip:b@192.0.2.1>").status());
    }

    @Test
    void refusesContactsThatLeadBackToUs() {
        assertEquals(403, register("Contact: <sip:bob@example.net>").status());
        assertEquals(403, register("Contact: <sip:bob@example.net:5060>").status());
        assertEquals(403, register("Contact: <sip:bob@127.0.0.1>").status());
        assertEquals(403, register("Contact: <sips:bob@127.0.0.1>").status());
        assertEquals(200, register("Contact: <sip:bob@127.0.0.1:5070>").status());
    }

    @Test
    void takesContactsOnTheHostThatBearsTheDomainsName() {
        accounts.domain("192.0.2.1", DigestAlgorithm.MD5);
        assertEquals(200, register("Contact: <sip:bob@192.0.2.1:5090>").status());
    }

    @Test
    void keepsPathAndGivesItBackToWhoUnderstandsItRfc3327Section5_3() {
        Decision.Reply reply = register("Contact: <sip:alice@10.0.0.1>", "Path: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>", "Supported: Path");
        assertEquals(List.of("<sip:p2.example.com;lr>", "<sip:p1.example.com;lr>"), headers(reply, "Path"));
        assertEquals(List.of("<sip:p2.example.com;lr>", "<sip:p1.example.com;lr>"), bound().path());
        assertFalse(bound().natted(), "the proxy between knows the way");
        assertEquals(List.of(), headers(register("Contact: " + DESK, "Path: <sip:p1.example.com;lr>"), "Path"));
    }

    @Test
    void keepsPushParametersAsOneTextRfc8599Section4_1() {
        register("Contact: <sip:alice@192.0.2.1;pn-provider=acme;ob;pn-prid=ZTY4;PN-param=x>");
        assertEquals("pn-provider=acme;pn-prid=ZTY4;PN-param=x", bound().push());
    }

    @Test
    void seesNatInAViaThatIsNotTheSourceRfc3581() {
        assertFalse(natted("Contact: " + DESK));
        line = flows.udp("192.0.2.1", 1024);
        assertTrue(natted("Contact: " + DESK), "other port");
        line = flows.udp("198.51.100.1", 5060);
        assertTrue(natted("Contact: " + DESK), "other address");
        line = flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        assertFalse(natted("Contact: " + DESK), "the port of a connection says nothing");
    }

    @Test
    void seesNoNatInAClientThatListensElsewhereThanItSendsFrom() {
        assertFalse(natted("Contact: <sip:alice@192.0.2.1:5080>"));
        assertFalse(natted("Contact: <sip:alice@203.0.113.9>"), "registered for another place");
        assertFalse(natted("Contact: <sip:alice@phone.example.com>"));
    }

    @Test
    void seesNatInAContactThatCannotBeReached() {
        assertTrue(natted("Contact: <sip:alice@10.1.2.3>"));
        assertTrue(natted("Contact: <sip:alice@192.168.1.2:5060>"));
        assertTrue(natted("Contact: <sip:alice@100.64.1.2>"));
        assertTrue(natted("Contact: <sip:alice@[fd00::1]>"));
        assertTrue(natted("Contact: <sip:x@abc123.invalid;transport=ws>"));
        assertTrue(natted("Contact: <sip:alice@192.0.2.1:5060;ob>"), "asked for");
    }

    @Test
    void readsViaInAllItsForms() {
        line = flows.udp("2001:db8::1", 5060);
        assertFalse(isOnlyWay("SIP/2.0/UDP [2001:DB8:0::1]"));
        assertFalse(isOnlyWay("SIP / 2.0 / UDP [2001:db8::1]:5060 ;branch=z9hG4bK1"));
        assertTrue(isOnlyWay("SIP/2.0/UDP [2001:db8::1]:5061;branch=z9hG4bK1"));
        assertTrue(isOnlyWay("SIP/2.0/UDP pc33.example.com;branch=z9hG4bK1"));
        assertTrue(isOnlyWay("SIP/2.0/UDP [::"));
        assertTrue(isOnlyWay("SIP/2.0/UDP [.:1]"));
        for (String none : List.of("", ".", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1..2.3", "1.2.3.4.", "999999999999.1.1.1", ".:1", ":", "a.b.c.d", "1:2:3")) {
            assertNull(Line.literal(none), none);
        }
        assertEquals("192.0.2.255", Line.literal("192.0.2.255").getHostAddress());
    }

    private boolean isOnlyWay(String via) {
        return Line.isOnlyWay(Sip.parser().uri("sip:a@[2001:db8::1]"), via, line, false);
    }

    private boolean natted(String contact) {
        assertEquals(200, register(contact).status());
        return location.changes().get(location.changes().size() - 1).bind().get(0).natted();
    }

    private Binding bound() {
        List<Binding> all = location.find(ALICE);
        assertEquals(1, all.size());
        return all.get(0);
    }

    private Decision.Reply register(String... headers) {
        return registerAs(ALICE_HERSELF, headers);
    }

    private Decision.Reply registerAs(Identity identity, String... headers) {
        return (Decision.Reply) handler.request(exchange(identity, headers));
    }

    private Decision.Reply registerTo(String to) {
        SipRequest request = Sip.request("""
            REGISTER sip:EXAMPLE.org SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
            Max-Forwards: 70
            From: <sip:alice@example.org>;tag=a
            To: %s
            Call-ID: call-1
            CSeq: 1 REGISTER
            Contact: %s
            Content-Length: 0
            """.formatted(to, DESK));
        return (Decision.Reply) handler.request(new FakeExchange(request).flow(line).identity(TRUSTED));
    }

    private FakeExchange exchange(Identity identity, String... headers) {
        return new FakeExchange(Sip.request("REGISTER", "sip:example.org", headers)).flow(line).identity(identity);
    }

    private static List<String> headers(Decision.Reply reply, String name) {
        return reply.headers().stream().filter(header -> header.name().equals(name)).map(Decision.HeaderField::value).toList();
    }

    /** A location that cannot write. */
    private static final class FullDisk implements Location {
        @Override
        public CompletionStage<Result> change(Change change) {
            return CompletableFuture.failedFuture(new IOException("No space left on device"));
        }

        @Override
        public List<Binding> find(String address) {
            return List.of();
        }

        @Override
        public Binding device(long key) {
            return null;
        }

        @Override
        public List<Binding> byFlow(long flow) {
            return List.of();
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public Collection<Binding> all() {
            return List.of();
        }
    }
}
