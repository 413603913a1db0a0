package org.hotcut.sip.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.testkit.TestAccounts;
import org.hotcut.testkit.TestExchange;
import org.hotcut.testkit.TestFlows;
import org.hotcut.testkit.TestLocation;
import org.hotcut.testkit.TestSipParser;
import org.hotcut.testkit.TestToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHandlerTest {
    private static final Identity ALICE = new Identity(Identity.Kind.USER, "alice@example.org", "digest MD5");
    private static final Flow UDP = TestExchange.flow(Protocol.UDP, "192.0.2.7", 5060);
    private static final Flow TLS = TestExchange.flow(Protocol.TLS, "192.0.2.8", 40_000);

    private final TestAccounts accounts = new TestAccounts();
    private final TestLocation location = new TestLocation();
    private final ProxyHandler handler = new ProxyHandler(location, accounts,
        new TestFlows(TestFlows.endpoint(Protocol.UDP, "192.0.2.100", 5060), TestFlows.endpoint(Protocol.TLS, "192.0.2.100", 5061)),
        new TestSipParser(), new TestConfig(3));

    @BeforeEach
    void aDomainWithBob() {
        accounts.domain("example.org", "example.org", DigestAlgorithm.MD5).user("bob", "example.org", "builder");
    }

    @Test
    void aRequestInADialogGoesWhereTheTokenSays() {
        Target other = new Target(null, TLS, List.of(), false, null, 0);
        Decision.Forward forward = forward(handler.request(exchange("BYE", "sip:bob@192.0.2.8:40000").dialog(new TestToken(true, true, null, other))));
        assertEquals(List.of(other), forward.targets());
        assertFalse(forward.recordRoute());
    }

    @ParameterizedTest
    @CsvSource({"INVITE, true", "SUBSCRIBE, true", "NOTIFY, true", "REFER, true", "MESSAGE, false", "OPTIONS, false", "PUBLISH, false"})
    void whatMakesADialogIsKeptInOurPath(String method, boolean recordRoute) {
        location.bindings.add(new Bound().binding());
        assertEquals(recordRoute, forward(handler.request(exchange(method, "sip:bob@example.org"))).recordRoute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:example.org", "sip:EXAMPLE.org:5070", "sip:192.0.2.100", "sip:192.0.2.100:5061;transport=tls"})
    void optionsToTheServerAreAnswered(String uri) {
        Decision.Reply reply = reply(handler.request(exchange("OPTIONS", uri)));
        assertEquals(200, reply.status());
        assertEquals(List.of("Allow", "Accept", "Supported"), reply.headers().stream().map(Decision.HeaderField::name).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, sip:example.org, 404",
        "REGISTER, sip:example.org, 405",
        "REGISTER, sip:bob@example.org, 405",
        "INVITE, sip:bob@192.0.2.100, 404",
        "INVITE, sip:nobody@example.org, 404",
        "INVITE, sip:bob@example.org, 480",
        "INVITE, sip:bob@example.com, 403",
        "OPTIONS, sip:example.com, 403"})
    void whatGoesNowhereIsAnswered(String method, String uri, int status) {
        assertRefused(status, handler.request(exchange(method, uri)));
    }

    @Test
    void aUriThatIsNotSipCannotBeFollowed() {
        assertRefused(416, handler.request(TestExchange.of(exchange("INVITE", "sip:bob@example.org").request().withUri("tel:+15551234"))));
    }

    @Test
    void aByeToTheServerItselfFromACallThatFailedIsNotForwardedToOurselves() {
        TestExchange bye = TestExchange.of(text("BYE", "sip:192.0.2.100:5060").replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=2"));
        assertRefused(481, handler.request(bye.identity(ALICE)));
    }

    @Test
    void whoIsNotRegisteredIs503WhenNobodyCanSayWhetherHeExists() {
        accounts.goAway();
        assertRefused(503, handler.request(exchange("INVITE", "sip:bob@example.org")));
    }

    @Test
    void whoIsNotRegisteredIsLookedUpWithoutBlocking() {
        CompletableFuture<Void> database = new CompletableFuture<>();
        accounts.answerAfter(database);
        Decision.Later later = assertInstanceOf(Decision.Later.class, handler.request(exchange("INVITE", "sip:bob@example.org")));
        database.complete(null);
        assertRefused(480, later.stage().toCompletableFuture().join());
    }

    @ParameterizedTest
    @EnumSource(value = Identity.Kind.class, names = {"USER", "TRUSTED"})
    void ourUsersAndTrustedSourcesMayCallOutside(Identity.Kind kind) {
        TestExchange exchange = exchange("INVITE", "sip:carol@example.com").identity(new Identity(kind, "x", "test"));
        assertEquals(List.of(Target.of(null)), forward(handler.request(exchange)).targets());
    }

    @Test
    void aForeignDomainMayNotUseUsToReachAnother() {
        TestExchange exchange = exchange("INVITE", "sip:carol@example.com").identity(new Identity(Identity.Kind.DOMAIN, "example.net", "test"));
        assertRefused(403, handler.request(exchange));
    }

    @Test
    void aRouteToElsewhereIsFollowedForOurUsersOnly() {
        String routed = text("INVITE", "sip:bob@example.org").replace("Call-ID", "Route: <sip:proxy.example.net;lr>\nCall-ID");
        assertRefused(403, handler.request(TestExchange.of(routed)));
        assertEquals(List.of(Target.of(null)), forward(handler.request(TestExchange.of(routed).identity(ALICE))).targets());
    }

    @Test
    void aUserBehindNatIsReachedByTheLineHeRegisteredBy() {
        Binding binding = new Bound().natted(true).binding();
        location.bindings.add(binding);
        assertEquals(List.of(new Target("sip:bob@192.0.2.7", UDP, List.of("<sip:path;lr>"), false, "bob@example.org", binding.key())), targets());
    }

    @Test
    void aUserByUdpWithoutNatIsReachedByHisContact() {
        location.bindings.add(new Bound().binding());
        assertNull(targets().get(0).flow());
        assertEquals("sip:bob@192.0.2.7", targets().get(0).uri());
    }

    @Test
    void aUserByAConnectionIsReachedByItWhileItIsThere() {
        location.bindings.add(new Bound().flow(TLS).contact("sip:bob@198.51.100.1:5061;transport=tls").binding());
        assertEquals(TLS, targets().get(0).flow());
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.8:40000, true",
        "sip:bob@192.0.2.8:5061, false",
        "sip:bob@192.0.2.9:40000, false",
        "sip:bob@phone.example.org:40000, false"})
    void aClosedConnectionIsTriedAnewOnlyToTheVeryAddressItCameFrom(String contact, boolean tried) {
        location.bindings.add(new Bound().flow(TLS).contact(contact).reachable(false).binding());
        Decision decision = handler.request(exchange("INVITE", "sip:bob@example.org"));
        if (!tried) {
            assertRefused(480, decision);
            return;
        }
        assertNull(forward(decision).targets().get(0).flow());
    }

    @Test
    void aClosedConnectionFromAnIpv6AddressIsTriedAnewToo() {
        location.bindings.add(new Bound().flow(TestExchange.flow(Protocol.TCP, "2001:db8::8", 5060)).contact("sip:bob@[2001:db8::8]").reachable(false).binding());
        assertEquals(1, targets().size());
    }

    @Test
    void aClosedLineOfAnOutboundClientIsNeverTriedAnew() {
        location.bindings.add(new Bound().flow(TLS).contact("sip:bob@192.0.2.8:40000").device("urn:uuid:1", 1).reachable(false).binding());
        assertRefused(480, handler.request(exchange("INVITE", "sip:bob@example.org")));
    }

    @Test
    void aClosedWebSocketIsNeverTriedAnew() {
        location.bindings.add(new Bound().flow(TestExchange.flow(Protocol.WSS, "192.0.2.8", 40_000)).contact("sip:bob@192.0.2.8:40000").reachable(false).binding());
        assertRefused(480, handler.request(exchange("INVITE", "sip:bob@example.org")));
    }

    @Test
    void allContactsAreTriedAtOnceUpToTheLimit() {
        for (int i = 0; i < 5; i++) {
            location.bindings.add(new Bound().contact("sip:bob@192.0.2." + i).binding());
        }
        assertEquals(List.of("sip:bob@192.0.2.0", "sip:bob@192.0.2.1", "sip:bob@192.0.2.2"), targets().stream().map(Target::uri).toList());
    }

    @Test
    void ofADeviceWithTwoLinesOneIsTriedAndTheOtherWhenThatHasGone() {
        Binding first = new Bound().flow(TLS).device("urn:uuid:1", 1).binding();
        Binding second = new Bound().flow(TestExchange.flow(Protocol.TLS, "192.0.2.8", 40_001)).device("urn:uuid:1", 2).binding();
        location.bindings.addAll(List.of(first, second));
        List<Target> targets = targets();
        assertEquals(List.of(first.key()), targets.stream().map(Target::binding).toList());
        assertTrue(targets.get(0).strict());

        TestExchange failed = exchange("INVITE", "sip:bob@example.org").best(response(430));
        failed.tried.addAll(targets);
        List<Target> others = forward(handler.failed(failed)).targets();
        assertEquals(List.of(second.key()), others.stream().map(Target::binding).toList());

        failed.tried.addAll(others);
        assertRefused(480, handler.failed(failed));
    }

    @Test
    void aFailureIsAnsweredAsItIs() {
        location.bindings.add(new Bound().binding());
        assertEquals(Decision.respond(), handler.failed(exchange("INVITE", "sip:bob@example.org").best(response(486))));
        assertEquals(Decision.respond(), handler.failed(exchange("INVITE", "sip:bob@example.org")));
    }

    private List<Target> targets() {
        return forward(handler.request(exchange("INVITE", "sip:bob@example.org"))).targets();
    }

    private static TestExchange exchange(String method, String uri) {
        return TestExchange.of(text(method, uri));
    }

    private static String text(String method, String uri) {
        return method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:alice@example.org>;tag=1\nTo: <sip:bob@example.org>\n"
            + "Call-ID: c1\nCSeq: 1 " + method + "\nContent-Length: 0\n";
    }

    private static String response(int status) {
        return "SIP/2.0 " + status + " No\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:alice@example.org>;tag=1\nTo: <sip:bob@example.org>;tag=2\n"
            + "Call-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n";
    }

    private static Decision.Forward forward(Decision decision) {
        return assertInstanceOf(Decision.Forward.class, decision);
    }

    private static Decision.Reply reply(Decision decision) {
        return assertInstanceOf(Decision.Reply.class, decision);
    }

    private static void assertRefused(int status, Decision decision) {
        assertEquals(status, reply(decision).status());
    }

    private static final class Bound {
        private String contact = "sip:bob@192.0.2.7";
        private Flow flow = UDP;
        private boolean natted;
        private boolean reachable = true;
        private String instance;
        private int regId;

        Bound contact(String value) {
            contact = value;
            return this;
        }

        Bound flow(Flow value) {
            flow = value;
            return this;
        }

        Bound natted(boolean value) {
            natted = value;
            return this;
        }

        Bound reachable(boolean value) {
            reachable = value;
            return this;
        }

        Bound device(String urn, int id) {
            instance = urn;
            regId = id;
            return this;
        }

        Binding binding() {
            return new Binding("bob@example.org", contact, List.of("<sip:path;lr>"), flow, natted, "node", instance, regId, 1000, null, null, "r1", 1,
                Long.MAX_VALUE, reachable);
        }
    }
}
