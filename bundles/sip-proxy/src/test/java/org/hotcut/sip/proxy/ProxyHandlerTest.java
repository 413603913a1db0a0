package org.hotcut.sip.proxy;

import static org.hotcut.sip.proxy.Calls.assertRefused;
import static org.hotcut.sip.proxy.Calls.exchange;
import static org.hotcut.sip.proxy.Calls.flow;
import static org.hotcut.sip.proxy.Calls.forward;
import static org.hotcut.sip.proxy.Calls.reply;
import static org.hotcut.sip.proxy.Calls.response;
import static org.hotcut.sip.proxy.Calls.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeGruus;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHandlerTest {
    private static final Identity ALICE = new Identity(Identity.Kind.USER, "alice@example.org", "digest MD5");
    private static final Flow UDP = flow(Protocol.UDP, "192.0.2.7", 5060);
    private static final Flow TLS = flow(Protocol.TLS, "192.0.2.8", 40_000);

    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeLocation location = new FakeLocation();
    private final ProxyHandler handler = new ProxyHandler(location, new FakeGruus(location), accounts, new RecordingFlows(), Sip.parser(), new FakePush(),
        new TestConfig(3));

    @BeforeEach
    void aDomainWithBob() {
        accounts.user("bob", "example.org", "builder");
    }

    @Test
    void aRequestInADialogGoesWhereTheTokenSays() {
        Target other = new Target(null, TLS, List.of(), false, null, 0);
        Decision.Forward forward = forward(handler.request(exchange("BYE", "sip:bob@192.0.2.8:40000").dialog(new FakeRouteToken(true, true, null, other))));
        assertEquals(List.of(other), forward.targets());
        assertFalse(forward.recordRoute());
    }

    @ParameterizedTest
    @CsvSource({"INVITE, true", "SUBSCRIBE, true", "NOTIFY, true", "REFER, true", "MESSAGE, false", "OPTIONS, false", "PUBLISH, false"})
    void whatMakesADialogIsKeptInOurPath(String method, boolean recordRoute) {
        location.bind(new Bound().binding());
        assertEquals(recordRoute, forward(handler.request(exchange(method, "sip:bob@example.org"))).recordRoute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:example.org", "sip:EXAMPLE.org:5070", "sip:127.0.0.1", "sip:127.0.0.1:5061;transport=tls"})
    void rfc3261Section11_2OptionsToTheServerAreAnswered(String uri) {
        Decision.Reply reply = reply(handler.request(exchange("OPTIONS", uri)));
        assertEquals(200, reply.status());
        assertEquals(List.of("Allow", "Accept", "Allow-Events", "Supported"), reply.headers().stream().map(Decision.HeaderField::name).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, sip:example.org, 404",
        "REGISTER, sip:example.org, 405",
        "REGISTER, sip:bob@example.org, 405",
        "INVITE, sip:bob@127.0.0.1, 404",
        "INVITE, sip:nobody@example.org, 404",
        "INVITE, sip:bob@example.org, 480",
        "INVITE, sip:bob@example.com, 403",
        "OPTIONS, sip:example.com, 403"})
    void rfc3261Section16_5WhatGoesNowhereIsAnswered(String method, String uri, int status) {
        assertRefused(status, handler.request(exchange(method, uri)));
    }

    @Test
    void rfc3261Section16_3AUriThatIsNotSipCannotBeFollowed() {
        assertRefused(416, handler.request(new FakeExchange(exchange("INVITE", "sip:bob@example.org").request().withUri("tel:+15551234"))));
    }

    @Test
    void aByeToTheServerItselfFromACallThatFailedIsNotForwardedToOurselves() {
        FakeExchange bye = FakeExchange.of(text("BYE", "sip:127.0.0.1:5060").replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=2"));
        assertRefused(481, handler.request(bye.identity(ALICE)));
    }

    @Test
    void whoIsNotRegisteredIs503WhenNobodyCanSayWhetherHeExists() {
        accounts.mode(FakeAccounts.Mode.FAILS);
        assertRefused(503, handler.request(exchange("INVITE", "sip:bob@example.org")));
    }

    @Test
    void whoIsNotRegisteredIsLookedUpWithoutBlocking() {
        accounts.mode(FakeAccounts.Mode.HANGS);
        Decision.Later later = assertInstanceOf(Decision.Later.class, handler.request(exchange("INVITE", "sip:bob@example.org")));
        accounts.mode(FakeAccounts.Mode.ANSWERS);
        assertRefused(480, later.stage().toCompletableFuture().join());
    }

    @ParameterizedTest
    @EnumSource(value = Identity.Kind.class, names = {"USER", "TRUSTED"})
    void ourUsersAndTrustedSourcesMayCallOutside(Identity.Kind kind) {
        FakeExchange exchange = exchange("INVITE", "sip:carol@example.com").identity(new Identity(kind, "alice@example.org", "test"));
        assertEquals(List.of(Target.of(null)), forward(handler.request(exchange)).targets());
    }

    @ParameterizedTest
    @CsvSource({"DOMAIN, example.net", "DOMAIN, example.org", "USER, bob@example.net", "DEVICE, 00085D1A2B3C"})
    void aForeignDomainAndItsUsersMayNotUseUsToReachAnother(Identity.Kind kind, String name) {
        FakeExchange exchange = exchange("INVITE", "sip:carol@example.com").identity(new Identity(kind, name, "test"));
        assertRefused(403, handler.request(exchange));
        assertRefused(403, handler.request(FakeExchange.of(text("INVITE", "sip:bob@example.org").replace("Call-ID", "Route: <sip:proxy.example.net;lr>\nCall-ID"))
            .identity(new Identity(kind, name, "test"))));
    }

    @Test
    void aRouteToElsewhereIsFollowedForOurUsersOnly() {
        String routed = text("INVITE", "sip:bob@example.org").replace("Call-ID", "Route: <sip:proxy.example.net;lr>\nCall-ID");
        assertRefused(403, handler.request(FakeExchange.of(routed)));
        assertEquals(List.of(Target.of(null)), forward(handler.request(FakeExchange.of(routed).identity(ALICE))).targets());
    }

    @Test
    void rfc3261Section16_3WhatMayGoNoFurtherIsNotForwarded() {
        location.bind(new Bound().binding());
        String last = text("OPTIONS", "sip:bob@example.org").replace("Max-Forwards: 70", "Max-Forwards: 0");
        assertRefused(483, handler.request(FakeExchange.of(last)));
        String ours = text("OPTIONS", "sip:example.org").replace("Max-Forwards: 70", "Max-Forwards: 0");
        assertRefused(200, handler.request(FakeExchange.of(ours)));
    }

    @Test
    void rfc3261Section16_3AnExtensionThatProxiesMustKnowIsRefusedByName() {
        String required = text("INVITE", "sip:bob@example.org").replace("Call-ID", "Proxy-Require: foo, bar\nCall-ID");
        Decision.Reply reply = reply(handler.request(FakeExchange.of(required)));
        assertEquals(420, reply.status());
        assertEquals(List.of(new Decision.HeaderField("Unsupported", "foo, bar")), reply.headers());
    }

    @Test
    void rfc3261_8_2_2_3_anExtensionThatTheServerItselfMustKnowIsRefusedByName() {
        String required = text("OPTIONS", "sip:example.org").replace("Call-ID", "Require: Path, foo\nCall-ID");
        Decision.Reply reply = reply(handler.request(FakeExchange.of(required)));
        assertEquals(420, reply.status());
        assertEquals(List.of(new Decision.HeaderField("Unsupported", "foo")), reply.headers());
    }

    @Test
    void rfc3261_16_3_2_aSchemeThatNobodyKnowsIs416WhereNoRouteLeadsOn() {
        String tel = text("INVITE", "sip:bob@example.org").replace("INVITE sip:bob@example.org", "INVITE tel:+358-555-1234567");
        assertRefused(416, handler.request(FakeExchange.of(tel).identity(ALICE)));
        FakeExchange routed = FakeExchange.of(tel.replace("Call-ID", "Route: <sip:gateway.example.net;lr>\nCall-ID")).identity(ALICE);
        assertEquals(List.of(Target.of(null)), forward(handler.request(routed)).targets());
    }

    @Test
    void aUserBehindNatIsReachedByTheLineHeRegisteredBy() {
        Binding binding = new Bound().natted(true).binding();
        location.bind(binding);
        assertEquals(List.of(new Target("sip:bob@192.0.2.7", UDP, List.of("<sip:path;lr>"), false, "bob@example.org", binding.key())), targets());
    }

    @Test
    void aUserByUdpWithoutNatIsReachedByHisContact() {
        location.bind(new Bound().binding());
        assertNull(targets().get(0).flow());
        assertEquals("sip:bob@192.0.2.7", targets().get(0).uri());
    }

    @Test
    void aUserByAConnectionIsReachedByItWhileItIsThere() {
        location.bind(new Bound().flow(TLS).contact("sip:bob@198.51.100.1:5061;transport=tls").binding());
        assertEquals(TLS, targets().get(0).flow());
    }

    @Test
    void rfc3261Section26_2_2ASipsUriIsReachedBySecureLinesOnly() {
        location.bind(new Bound().natted(true).binding());
        assertRefused(480, handler.request(exchange("INVITE", "sips:bob@example.org")));
        location.bind(new Bound().flow(TLS).contact("sip:bob@198.51.100.1:5061;transport=tls").binding());
        assertEquals(List.of(TLS), forward(handler.request(exchange("INVITE", "sips:bob@example.org"))).targets().stream().map(Target::flow).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.8:40000;transport=tls, true",
        "sips:bob@192.0.2.8:40000, true",
        "sip:bob@192.0.2.8:40000, false",
        "sip:bob@192.0.2.8:40000;transport=tcp, false",
        "sip:bob@192.0.2.8:5061;transport=tls, true",
        "sip:bob@192.0.2.9:40000;transport=tls, false",
        "sip:bob@phone.example.org:40000;transport=tls, false"})
    void aClosedConnectionIsTriedAnewOnlyToTheAddressItCameFrom(String contact, boolean tried) {
        location.bind(new Bound().flow(TLS).contact(contact).reachable(false).binding());
        Decision decision = handler.request(exchange("INVITE", "sip:bob@example.org"));
        if (!tried) {
            assertRefused(480, decision);
            return;
        }
        assertNull(forward(decision).targets().get(0).flow());
    }

    @Test
    void aClosedConnectionFromAnIpv6AddressIsTriedAnewToo() {
        location.bind(new Bound().flow(flow(Protocol.TCP, "2001:db8::8", 5060)).contact("sip:bob@[2001:db8::8];transport=tcp").reachable(false).binding());
        assertEquals(1, targets().size());
    }

    @Test
    void rfc5626Section5_3AClosedLineOfAnOutboundClientIsNeverTriedAnew() {
        location.bind(new Bound().flow(TLS).contact("sip:bob@192.0.2.8:40000").device("urn:uuid:1", 1).reachable(false).binding());
        assertRefused(480, handler.request(exchange("INVITE", "sip:bob@example.org")));
    }

    @Test
    void aClosedWebSocketIsNeverTriedAnew() {
        location.bind(new Bound().flow(flow(Protocol.WSS, "192.0.2.8", 40_000)).contact("sip:bob@192.0.2.8:40000").reachable(false).binding());
        assertRefused(480, handler.request(exchange("INVITE", "sip:bob@example.org")));
    }

    @Test
    void allContactsAreTriedAtOnceUpToTheLimit() {
        for (int i = 0; i < 5; i++) {
            location.bind(new Bound().contact("sip:bob@192.0.2." + i).binding());
        }
        assertEquals(List.of("sip:bob@192.0.2.4", "sip:bob@192.0.2.3", "sip:bob@192.0.2.2"), targets().stream().map(Target::uri).toList());
    }

    @Test
    void rfc5626Section5_3OfADeviceWithTwoLinesOneIsTriedAndTheOtherWhenThatHasGone() {
        Binding first = new Bound().flow(TLS).device("urn:uuid:1", 1).binding();
        Binding second = new Bound().flow(flow(Protocol.TLS, "192.0.2.8", 40_001)).device("urn:uuid:1", 2).binding();
        location.bind(second).bind(first);
        List<Target> targets = targets();
        assertEquals(List.of(first.key()), targets.stream().map(Target::binding).toList());
        assertTrue(targets.get(0).strict());

        FakeExchange failed = exchange("INVITE", "sip:bob@example.org").best(response(430)).tried(targets.get(0));
        List<Target> others = forward(handler.failed(failed)).targets();
        assertEquals(List.of(second.key()), others.stream().map(Target::binding).toList());

        failed.tried(targets.get(0), others.get(0));
        assertRefused(480, handler.failed(failed));
    }

    @Test
    void aFailureIsAnsweredAsItIs() {
        location.bind(new Bound().binding());
        Target[] tried = targets().toArray(Target[]::new);
        assertEquals(Decision.respond(), handler.failed(exchange("INVITE", "sip:bob@example.org").best(response(486)).tried(tried)));
        assertEquals(Decision.respond(), handler.failed(exchange("INVITE", "sip:bob@example.com").best(response(486))));
        assertRefused(480, handler.failed(exchange("INVITE", "sip:bob@example.com").best(response(430))));
    }

    private List<Target> targets() {
        return forward(handler.request(exchange("INVITE", "sip:bob@example.org"))).targets();
    }
}
