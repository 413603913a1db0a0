package org.hotcut.sip.notifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions.Outcome;
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

/** RFC 6665 section 4.2.1, RFC 3680, RFC 3856. */
class SubscribingTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";

    private final FakeAccounts accounts = new FakeAccounts().user("alice", "example.org", "x").user("bob", "example.org", "x").user("carol", "example.com", "x");
    private final FakeLocation location = new FakeLocation();
    private final RecordingFlows flows = new RecordingFlows();
    private final RecordingEvents events = new RecordingEvents();
    private final NotifierHandler handler = handler(Settings.DEFAULT);

    @Test
    void rfc6665_4_2_1_1_aSubscriptionIsMadeAndAnsweredWithContactAndExpires() {
        long before = System.currentTimeMillis();
        Decision.Reply reply = reply(handler.request(subscribe("alice", "reg;id=7", "Expires: 600")));
        assertEquals(200, reply.status());
        assertEquals("<sip:198.51.100.1:5060;transport=udp>", header(reply, "Contact"));
        assertEquals("600", header(reply, "Expires"));
        Subscription made = events.subscribed.get(0);
        assertEquals("reg", made.eventPackage());
        assertEquals("7", made.eventId());
        assertEquals(ALICE, made.address());
        assertEquals(ALICE, made.watcher());
        assertEquals("tag-exchange-1", made.tag());
        assertEquals("<sip:alice@example.org>;tag=tag-exchange-1", made.local());
        assertEquals("<sip:alice@example.org>;tag=a", made.remote());
        assertEquals("sip:alice@192.0.2.1", made.contact());
        assertTrue(made.expiresAt() >= before + 600_000);
        assertNull(made.flow(), "the Contact is where it came from");
    }

    @ParameterizedTest
    @CsvSource({"reg, alice, 200", "reg, bob, 403", "presence, alice, 200", "presence, bob, 200", "presence, nobody, 404"})
    void rfc3680_4_7_rfc3856_6_6_2_whoMayKnowWhat(String event, String of, int status) {
        assertEquals(status, reply(handler.request(subscribe(of, event))).status());
    }

    @ParameterizedTest
    @CsvSource({"self, 403", "domain, 403", "users, 200"})
    void usersOfAnotherDomainSeePresenceWhenTheConfigurationSaysSo(String watchers, int status) {
        FakeExchange exchange = subscribe("bob", "presence").user("carol@example.com");
        assertEquals(status, reply(handler(Settings.DEFAULT.watchers(watchers)).request(exchange)).status());
    }

    @ParameterizedTest
    @CsvSource({"reg, 3761", "presence, 3600"})
    void rfc3680_4_4_rfc3856_6_4_withoutExpiresItHoldsNoLongerThanThePackageSays(String event, long most) {
        Decision.Reply reply = reply(handler.request(subscribe("alice", event)));
        assertTrue(Long.parseLong(header(reply, "Expires")) <= most, header(reply, "Expires"));
    }

    @Test
    void rfc6665_4_2_1_3_whoIsNotProvenKnowsNothing() {
        assertEquals(403, reply(handler.request(subscribe("bob", "presence").identity(null))).status());
        assertEquals(403, reply(handler.request(subscribe("bob", "presence").identity(new Identity(Identity.Kind.DOMAIN, "example.org", "test")))).status());
    }

    @Test
    void aTrustedSourceSpeaksForWhoStandsInFrom() {
        reply(handler.request(subscribe("alice", "reg").identity(new Identity(Identity.Kind.TRUSTED, "192.0.2.99", "test"))));
        assertEquals(ALICE, events.subscribed.get(0).watcher());
        assertTrue(events.subscribed.get(0).vouched());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "reg.winfo", "a b", ";", ";;id=", "reg;id=\"x\""})
    void rfc6665_4_2_1_1_anUnknownPackageIs489WithAllowEvents(String event) {
        Decision.Reply reply = reply(handler.request(subscribe("alice", event)));
        assertEquals(489, reply.status());
        assertEquals("conference-x, presence, reg", header(reply, "Allow-Events"));
    }

    @Test
    void rfc6665_4_2_1_1_withoutEventItIs489() {
        assertEquals(489, reply(handler.request(new FakeExchange(Sip.request("SUBSCRIBE", "sip:bob@example.org", "Contact: <sip:a@192.0.2.1>")).user(ALICE))).status());
    }

    @Test
    void aPackageOfTheDevicesThemselvesIsPassedOn() {
        assertSame(Decision.next(), handler.request(subscribe("bob", "dialog")));
    }

    @ParameterizedTest
    @CsvSource({"59, 423", "60, 200", "0, 200", "99999, 200"})
    void rfc6665_4_2_1_1_aShortIntervalIs423(int expires, int status) {
        Decision.Reply reply = reply(handler.request(subscribe("alice", "reg", "Expires: " + expires)));
        assertEquals(status, reply.status());
        assertEquals(status == 423 ? "60" : Integer.toString(Math.min(7_200, expires)), header(reply, status == 423 ? "Min-Expires" : "Expires"));
    }

    @ParameterizedTest
    @CsvSource({"application/reginfo+xml, 200", "application/*, 200", "*/*;q=0.5, 200", "text/plain, 406"})
    void rfc6665_4_2_1_1_acceptMustHaveOurType(String accept, int status) {
        assertEquals(status, reply(handler.request(subscribe("alice", "reg", "Accept: " + accept))).status());
    }

    @Test
    void rfc3261_8_2_2_3_anExtensionThatIsRequiredIs420() {
        Decision.Reply reply = reply(handler.request(subscribe("alice", "reg", "Require: eventlist")));
        assertEquals(420, reply.status());
        assertEquals("eventlist", header(reply, "Unsupported"));
    }

    @Test
    void oneContactIsNeeded() {
        assertEquals(400, reply(handler.request(new FakeExchange(Sip.request("SUBSCRIBE", "sip:alice@example.org", "Event: reg")).user(ALICE))).status());
    }

    @Test
    void whatWouldBeKeptOfItIsBounded() {
        assertEquals(400, reply(handler.request(subscribe("alice", "reg", "Record-Route: <sip:192.0.2.9;lr;x=" + "y".repeat(4_096) + ">"))).status());
        assertEquals(List.of(), events.subscribed);
    }

    @Test
    void rfc3261_12_1_1_theRouteSetIsKeptAndGoesBack() {
        Decision.Reply reply = reply(handler.request(subscribe("alice", "reg", "Record-Route: <sip:192.0.2.9;lr>, <sip:192.0.2.8;lr>")));
        assertEquals(List.of("<sip:192.0.2.9;lr>", "<sip:192.0.2.8;lr>"), events.subscribed.get(0).route());
        assertEquals(2, reply.headers().stream().filter(header -> header.name().equals("Record-Route")).count());
        assertNull(events.subscribed.get(0).flow());
    }

    @Test
    void whoSitsBehindNatIsReachedByHisLine() {
        Flow line = flows.udp("203.0.113.7", 40_000);
        reply(handler.request(subscribe("alice", "reg").flow(line)));
        assertEquals(line, events.subscribed.get(0).flow());
    }

    @Test
    void whoIsRegisteredByThatConnectionIsKnownByHisDevice() {
        Flow line = flows.open(Protocol.TLS, "192.0.2.1", 40_000);
        location.bind(ALICE, "sip:alice@192.0.2.1", line);
        reply(handler.request(subscribe("alice", "reg").flow(line)));
        assertEquals(line, events.subscribed.get(0).flow());
        assertEquals(location.find(ALICE).get(0).key(), events.subscribed.get(0).device());
    }

    @ParameterizedTest
    @CsvSource({"DONE, 200", "NONE, 481", "OUT_OF_ORDER, 500", "USER_FULL, 403", "FULL, 503"})
    void rfc6665_4_2_1_4_inTheDialogItIsRefreshed(Outcome outcome, int status) {
        events.outcome = outcome;
        assertEquals(status, reply(handler.request(inDialog("reg", "Expires: 0"))).status());
        Refresh refresh = events.refreshed.get(0);
        assertEquals("ours", refresh.tag());
        assertEquals("a", refresh.remoteTag());
        assertEquals("call-1", refresh.callId());
        assertEquals("sip:alice@192.0.2.1", refresh.contact());
        assertTrue(refresh.expiresAt() <= System.currentTimeMillis());
    }

    @Test
    void rfc6665_4_2_1_4_whoMayNotKnowAnyMoreIs403AtHisRefreshAndItEnds() {
        subscribed(BOB, "presence", false);
        assertEquals(403, reply(handler(Settings.DEFAULT.watchers("self")).request(inDialog("presence"))).status());
        assertEquals(List.of("call-1 ours rejected"), events.ended);
        assertEquals(List.of(), events.refreshed);
    }

    @Test
    void rfc6665_4_2_1_4_whoMayStillKnowIsRefreshed() {
        subscribed(BOB, "presence", false);
        assertEquals(200, reply(handler.request(inDialog("presence"))).status());
        assertEquals(List.of(), events.ended);
    }

    @Test
    void rfc6665_4_2_1_4_whatIsNoMoreIs404AtTheRefreshAndItEnds() {
        subscribed(BOB, "presence", false);
        accounts.removeUser("bob", "example.org");
        assertEquals(404, reply(handler.request(inDialog("presence"))).status());
        assertEquals(List.of("call-1 ours noresource"), events.ended);
    }

    @Test
    void rfc6665_4_2_1_4_whileNobodyCanSayTheRightIsNotGone() {
        subscribed(BOB, "presence", false);
        accounts.mode(FakeAccounts.Mode.FAILS);
        assertEquals(200, reply(handler.request(inDialog("presence"))).status());
        assertEquals(List.of(), events.ended);
    }

    @Test
    void rfc6665_4_2_1_4_aRefreshOfAnothersSubscriptionEndsNothing() {
        subscribed(BOB, "presence", false);
        events.outcome = Outcome.NONE;
        FakeExchange mallory = inDialog("presence").user("carol@example.com");
        assertEquals(481, reply(handler.request(mallory)).status());
        assertEquals(List.of(), events.ended);
    }

    @Test
    void rfc6665_4_4_1_whoseRightIsGoneIsToldWithinAMinute() throws Exception {
        subscribed(BOB, "presence", false);
        check(0, Settings.DEFAULT);
        assertEquals(List.of(), events.ended);
        accounts.removeUser("alice", "example.org");
        check(1, Settings.DEFAULT);
        assertEquals(List.of("call-1 ours rejected"), events.ended);
    }

    @Test
    void rfc6665_4_4_1_ofWhomThereIsNothingToKnowAnyMoreItEndsWithinAMinute() throws Exception {
        subscribed(BOB, "presence", false);
        accounts.removeUser("bob", "example.org");
        check(7, Settings.DEFAULT);
        assertEquals(List.of("call-1 ours noresource"), events.ended);
    }

    @Test
    void rfc6665_4_4_1_whenTheConfigurationIsStricterItEndsWithinAMinute() throws Exception {
        subscribed(BOB, "presence", false);
        check(0, Settings.DEFAULT.watchers("self"));
        assertEquals(List.of("call-1 ours rejected"), events.ended);
    }

    @Test
    void whomATrustedSourceVouchesForNeedsNoAccount() throws Exception {
        subscribed(BOB, "presence", true);
        accounts.removeUser("alice", "example.org");
        check(0, Settings.DEFAULT);
        assertEquals(List.of(), events.ended);
    }

    @Test
    void whileNobodyCanSayNothingEnds() throws Exception {
        subscribed(BOB, "presence", false);
        accounts.mode(FakeAccounts.Mode.FAILS);
        check(0, Settings.DEFAULT);
        accounts.mode(FakeAccounts.Mode.ANSWERS);
        accounts.removeDomain("example.org");
        accounts.removeDomain("example.com");
        check(0, Settings.DEFAULT);
        assertEquals(List.of(), events.ended);
    }

    @Test
    void manySubscriptionsAreLookedAtInSeveralMinutes() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            events.subscribed.add(subscription("call-" + i, BOB, "presence", false));
        }
        accounts.removeUser("bob", "example.org");
        check(0, Settings.DEFAULT);
        assertTrue(events.ended.size() > 1_000 && events.ended.size() < 2_500, events.ended.size() + " in one minute");
        check(1, Settings.DEFAULT);
        check(2, Settings.DEFAULT);
        assertEquals(5_000, events.ended.stream().distinct().count());
    }

    private void subscribed(String address, String event, boolean vouched) {
        events.subscribed.add(subscription("call-1", address, event, vouched));
    }

    private static Subscription subscription(String callId, String address, String event, boolean vouched) {
        return new Subscription(event, null, address, ALICE, callId, "ours", "", "", "", List.of(), null, 0, 1, Long.MAX_VALUE, vouched);
    }

    private void check(long minute, Settings settings) throws Exception {
        new RightsCheck(accounts, events, settings).check(minute);
    }

    @Test
    void theDialogsOfOthersAreTheProxys() {
        assertSame(Decision.next(), handler.request(subscribe("bob", "presence").dialog(new FakeRouteToken(true, true, null, Target.of(null)))));
        assertSame(Decision.next(), handler.request(inDialog("dialog")));
        assertSame(Decision.next(), handler.request(subscribe("bob", "presence", "Route: <sip:192.0.2.9;lr>")));
        FakeExchange gruu = new FakeExchange(request("sip:bob@example.org;gr=1", "presence")).user(ALICE);
        assertSame(Decision.next(), handler.request(gruu));
        FakeExchange foreign = new FakeExchange(Sip.request("SUBSCRIBE", "sip:x@example.net", "Event: presence", "Contact: <sip:a@192.0.2.1>")).user(ALICE);
        assertSame(Decision.next(), handler.request(foreign));
    }

    @Test
    void whenNobodyCanSayWhetherTheUserExistsItIs503() {
        accounts.mode(FakeAccounts.Mode.FAILS);
        assertEquals(503, reply(handler.request(subscribe("alice", "reg"))).status());
    }

    private NotifierHandler handler(Settings settings) {
        return new NotifierHandler(accounts, location, new RecordingStore(), events, events, events, settings);
    }

    private static FakeExchange subscribe(String user, String event, String... headers) {
        return new FakeExchange(request("sip:" + user + "@example.org", event, headers)).user(ALICE);
    }

    private static FakeExchange inDialog(String event, String... headers) {
        SipRequest request = request("sip:198.51.100.1:5060", event, headers);
        return FakeExchange.of(new String(request.encode(), java.nio.charset.StandardCharsets.UTF_8).replace("To: <sip:198.51.100.1:5060>", "To: <sip:alice@example.org>;tag=ours"))
            .user(ALICE);
    }

    private static SipRequest request(String uri, String event, String... headers) {
        List<String> all = new java.util.ArrayList<>(List.of("Event: " + event, "Contact: <sip:alice@192.0.2.1>"));
        all.addAll(List.of(headers));
        return Sip.request("SUBSCRIBE", uri, all.toArray(String[]::new));
    }

    private static String header(Decision.Reply reply, String name) {
        return reply.headers().stream().filter(header -> header.name().equals(name)).map(Decision.HeaderField::value).findFirst().orElse(null);
    }

    private static Decision.Reply reply(Decision decision) {
        Decision now = decision instanceof Decision.Later later ? later.stage().toCompletableFuture().join() : decision;
        return assertInstanceOf(Decision.Reply.class, now);
    }
}
