package org.hotcut.sip.notifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages.Outcome;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final String BOB = "bob@example.org";

    private final FakeAccounts accounts = new FakeAccounts().user("bob", "example.org", "x");
    private final FakeLocation location = new FakeLocation();
    private final RecordingFlows flows = new RecordingFlows();
    private final RecordingStore store = new RecordingStore();
    private final RecordingEvents events = new RecordingEvents();
    private final NotifierHandler handler = new NotifierHandler(accounts, location, store, events, events, events, Settings.DEFAULT);

    @Test
    void rfc3428_7_aMessageForAUserWithoutADeviceIsKeptAndAnswered202() {
        assertEquals(202, reply(handler.request(message("Hello"))).status());
        StoredMessage kept = store.kept.get(0);
        assertEquals(BOB, kept.address());
        assertEquals("alice@example.org", kept.sender());
        assertEquals("\"Alice\" <sip:alice@example.org>;tag=a", kept.from());
        assertEquals("<sip:bob@example.org>", kept.to());
        assertEquals("call-1", kept.callId());
        assertEquals(List.of(new HeaderField("Content-Type", "text/plain"), new HeaderField("Subject", "s")), kept.headers());
        assertEquals("Hello", new String(kept.body(), StandardCharsets.UTF_8));
        assertEquals(Long.MAX_VALUE, kept.expiresAt());
        assertEquals(List.of(false), store.tried);
    }

    @Test
    void rfc3428_5_expiresSaysHowLongItIsOfUse() {
        handler.request(message("Hello", "Expires: 60"));
        StoredMessage kept = store.kept.get(0);
        assertEquals(60_000, kept.expiresAt() - kept.receivedAt());
    }

    @Test
    void aMessageForADeviceThatIsThereGoesThereAndIsKeptWhenItSaysNothing() {
        location.bind(BOB, "sip:bob@192.0.2.2", flows.udp("192.0.2.2", 5060));
        FakeExchange exchange = message("Hello");
        Decision.Forward forward = assertInstanceOf(Decision.Forward.class, handler.request(exchange));
        assertEquals(List.of("sip:bob@192.0.2.2"), forward.targets().stream().map(Target::uri).toList());
        assertEquals(Duration.ofSeconds(20), exchange.timers().get("silent"));
        assertEquals(List.of(), store.kept);
        assertEquals(202, reply(handler.woken(exchange, "silent")).status());
        assertEquals(List.of(true), store.tried);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 430, 480, 503})
    void aMessageThatNoDeviceTookBecauseNobodyIsThereIsKept(int status) {
        FakeExchange exchange = failed(status);
        assertEquals(202, reply(handler.failed(exchange)).status());
        assertEquals(List.of(true), store.tried);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 415, 486, 488, 603})
    void aMessageThatADeviceRefusedIsNotKept(int status) {
        assertSame(Decision.respond(), handler.failed(failed(status)));
        assertEquals(List.of(), store.kept);
    }

    @Test
    void whenOneLineOfADeviceIsGoneItsOtherLineIsTriedRfc5626Section53() {
        Binding gone = device(flows.open(Protocol.TLS, "192.0.2.3", 40_000), 1, true);
        Binding other = device(flows.open(Protocol.TLS, "192.0.2.3", 40_001), 2, true);
        location.bind(gone).bind(other);
        FakeExchange exchange = message("Hello");
        Decision.Forward first = assertInstanceOf(Decision.Forward.class, handler.request(exchange));
        assertEquals(1, first.targets().size());
        exchange.best(Sip.response(Sip.request("MESSAGE", "sip:bob@example.org"), 430)).tried(first.targets().get(0));
        Decision.Forward second = assertInstanceOf(Decision.Forward.class, handler.failed(exchange));
        assertNotEquals(first.targets().get(0).binding(), second.targets().get(0).binding());
        assertTrue(second.targets().get(0).strict());
    }

    @Test
    void aDeviceWhoseConnectionIsGoneIsNotThere() {
        location.bind(device(flows.open(Protocol.TLS, "192.0.2.3", 40_000), 1, false));
        assertEquals(202, reply(handler.request(message("Hello"))).status());
    }

    @Test
    void aDeviceThatCanBeWokenOrConnectedToIsTheProxysAffair() {
        Flow line = flows.open(Protocol.TCP, "192.0.2.3", 5060);
        location.bind(new Binding(BOB, "sip:bob@192.0.2.3;transport=tcp", List.of(), line, false, "node", null, 0, 1000, null, null, "test", "reg", 1,
            Long.MAX_VALUE, false, 7));
        assertSame(Decision.next(), handler.request(message("Hello")));
    }

    @ParameterizedTest
    @CsvSource({"TOO_LONG, 413", "TOO_LATE, 480", "USER_FULL, 480", "SENDER_FULL, 480", "FULL, 480"})
    void whatIsNotKeptIsNotAccepted(Outcome outcome, int status) {
        store.outcome = outcome;
        assertEquals(status, reply(handler.request(message("Hello"))).status());
    }

    @Test
    void whoDoesNotExistHasNoBox() {
        FakeExchange exchange = new FakeExchange(request("sip:nobody@example.org", "x")).user("alice@example.org");
        assertSame(Decision.next(), handler.request(exchange));
    }

    @Test
    void whenNobodyCanSayWhetherAUserExistsTheProxyAnswers() {
        accounts.mode(FakeAccounts.Mode.FAILS);
        assertSame(Decision.next(), handler.request(message("Hello")));
        assertEquals(List.of(), store.kept);
    }

    @Test
    void whoIsLookedUpDoesNotBlockTheLoop() {
        accounts.mode(FakeAccounts.Mode.HANGS);
        Decision.Later later = assertInstanceOf(Decision.Later.class, handler.request(message("Hello")));
        accounts.mode(FakeAccounts.Mode.ANSWERS);
        assertEquals(202, reply(later.stage().toCompletableFuture().join()).status());
    }

    @Test
    void whatIsNotForAUserOfOursIsForTheNext() {
        assertSame(Decision.next(), handler.request(new FakeExchange(request("sip:bob@example.com", "x")).user("alice@example.org")));
        assertSame(Decision.next(), handler.request(new FakeExchange(request("sip:example.org", "x")).user("alice@example.org")));
        assertSame(Decision.next(), handler.request(new FakeExchange(request("sips:bob@example.org", "x")).user("alice@example.org")));
        assertSame(Decision.next(), handler.request(new FakeExchange(request("sip:bob@example.org", "x"))));
        assertSame(Decision.next(), handler.request(message("x").dialog(new FakeRouteToken(true, true, null, Target.of(null)))));
        assertSame(Decision.next(), handler.request(message("x", "Route: <sip:192.0.2.9;lr>")));
        assertSame(Decision.next(), handler.request(new FakeExchange(Sip.request("INVITE", "sip:bob@example.org")).user("alice@example.org")));
    }

    @Test
    void whatIsForCertainDevicesIsTheProxysAffairRfc5627Rfc3841() {
        assertSame(Decision.next(), handler.request(new FakeExchange(request("sip:bob@example.org;gr=1", "x")).user("alice@example.org")));
        assertSame(Decision.next(), handler.request(message("x", "Accept-Contact: *;audio")));
    }

    @Test
    void thatSomebodyIsWritingIsNotKeptRfc3994() {
        SipRequest composing = Sip.request("MESSAGE", "sip:bob@example.org", "Content-Type: application/im-iscomposing+xml");
        assertSame(Decision.next(), handler.request(new FakeExchange(composing).user("alice@example.org")));
    }

    @Test
    void aTrustedSourceSpeaksForWhoStandsInFrom() {
        handler.request(message("Hello").identity(new Identity(Identity.Kind.TRUSTED, "192.0.2.99", "trusted source")));
        assertEquals("alice@example.org", store.kept.get(0).sender());
    }

    @Test
    void aTrustedSourceMaySpeakForATelephoneNumber() {
        FakeExchange fromTel = FakeExchange.of(new String(request("sip:bob@example.org", "Hello").encode(), StandardCharsets.UTF_8).replace("sip:alice@example.org", "tel:+15551234"));
        handler.request(fromTel.identity(new Identity(Identity.Kind.TRUSTED, "192.0.2.99", "trusted source")));
        assertEquals("192.0.2.99", store.kept.get(0).sender());
    }

    @Test
    void aMessageThatComesTwiceHasTheSameIdAndAnotherOneAnother() {
        handler.request(message("Hello"));
        handler.request(message("Hello"));
        handler.request(message("Bye"));
        assertEquals(store.kept.get(0).id(), store.kept.get(1).id());
        assertNotEquals(store.kept.get(0).id(), store.kept.get(2).id());
    }

    @Test
    void keepingCanBeSwitchedOff() {
        NotifierHandler without = new NotifierHandler(accounts, location, store, events, events, events, Settings.DEFAULT.keeping(false));
        assertSame(Decision.next(), without.request(message("Hello")));
    }

    private FakeExchange failed(int status) {
        Binding device = device(flows.udp("192.0.2.2", 5060), 0, true);
        location.bind(device);
        return message("Hello").best(Sip.response(Sip.request("MESSAGE", "sip:bob@example.org"), status))
            .tried(new Target(device.contact(), device.flow(), List.of(), false, BOB, device.key()));
    }

    private static Binding device(Flow line, int regId, boolean reachable) {
        return new Binding(BOB, "sip:bob@192.0.2.3", List.of(), line, true, "node", regId == 0 ? null : "urn:uuid:1", regId, 1000, null, null, "test", "reg-1", 1,
            Long.MAX_VALUE, reachable, 1000 + regId);
    }

    private static FakeExchange message(String text, String... headers) {
        return new FakeExchange(request("sip:bob@example.org", text, headers)).user("alice@example.org");
    }

    private static SipRequest request(String uri, String text, String... headers) {
        String lines = String.join("\n", headers);
        return Sip.request(Sip.request("MESSAGE", uri, "Content-Type: text/plain", "Subject: s").toString().replace("\r\n", "\n")
            .replace("From: <", "From: \"Alice\" <").replace("Content-Length: 0\n\n", (headers.length == 0 ? "" : lines + '\n') + "Content-Length: " + text.length() + "\n\n" + text));
    }

    private static Decision.Reply reply(Decision decision) {
        Decision now = decision instanceof Decision.Later later ? later.stage().toCompletableFuture().join() : decision;
        return assertInstanceOf(Decision.Reply.class, now);
    }
}
