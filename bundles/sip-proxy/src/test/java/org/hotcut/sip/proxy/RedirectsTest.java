package org.hotcut.sip.proxy;

import static org.hotcut.sip.proxy.Calls.exchange;
import static org.hotcut.sip.proxy.Calls.forward;
import static org.hotcut.sip.proxy.Calls.reply;
import static org.hotcut.sip.proxy.Calls.uris;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeGruus;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who would rather be redirected (RFC 3841 section 9.1, proxy-directive). */
class RedirectsTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String REDIRECT = "Request-Disposition: redirect";
    private static final String MOBILE = "sip:bob@192.0.2.8";

    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeLocation location = new FakeLocation();
    private final ProxyHandler handler = new ProxyHandler(location, new FakeGruus(location), accounts, new RecordingFlows(), Sip.parser(), new FakePush(), new TestConfig(3));

    @BeforeEach
    void bobHasTwoDevices() {
        accounts.user("bob", "example.org", "builder").user("alice", "example.org", "secret");
        location.bind(new Bound().contact(MOBILE).device("<urn:uuid:1>", 0).q(500).binding())
            .bind(new Bound().contact("sip:bob@192.0.2.7").device("<urn:uuid:2>", 0).binding());
    }

    private static FakeExchange alice(String uri, String... headers) {
        return exchange("INVITE", uri, headers).user("alice@example.org");
    }

    private static List<String> contacts(Decision decision) {
        Decision.Reply reply = reply(decision);
        assertEquals(302, reply.status());
        return reply.headers().stream().filter(header -> header.name().equals("Contact")).map(Decision.HeaderField::value).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {REDIRECT, "d: Redirect", "Request-Disposition: no-fork, redirect, parallel, proxy"})
    void rfc3841_9_1_aCallerWhoAsksForItIsToldByWhichGruusHeReachesTheDevices(String disposition) {
        assertEquals(List.of("<sip:tgruu.1@example.org;gr>", "<sip:tgruu.2@example.org;gr>;q=0.500"), contacts(handler.request(alice(BOB, disposition))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Request-Disposition: proxy", "Request-Disposition: proxy, redirect", "Subject: redirect"})
    void rfc3841_9_1_whoDoesNotAskIsSentOn(String disposition) {
        forward(handler.request(alice(BOB, disposition)));
    }

    @Test
    void rfc3841_9_1_whatHeIsToldLeadsToTheDeviceAndIsNotRedirectedAgain() {
        String contact = contacts(handler.request(alice(BOB, REDIRECT))).get(1);
        assertEquals(List.of(MOBILE), uris(handler.request(alice(contact.substring(1, contact.indexOf('>')), REDIRECT))));
    }

    @Test
    void rfc3841_7_2_whoHeDoesNotWantIsLeftOut() {
        location.bind(new Bound().contact("sip:bob@192.0.2.9").device("<urn:uuid:3>", 0).features("automata").binding());
        assertEquals(2, contacts(handler.request(alice(BOB, REDIRECT, "Reject-Contact: *;automata"))).size());
    }

    @Test
    void rfc5626_5_3_aDeviceWithTwoLinesIsOne() {
        location.bind(new Bound().contact(MOBILE).device("<urn:uuid:1>", 2).binding());
        assertEquals(2, contacts(handler.request(alice(BOB, REDIRECT))).size());
    }

    @Test
    void whereADeviceIsStaysWithUs() {
        location.bind(new Bound().contact("sip:bob@192.0.2.10").binding());
        assertEquals(2, uris(handler.request(alice(BOB, REDIRECT))).size(), "it has no GRUU: the request is sent on, preferred ones first");
    }

    @ParameterizedTest
    @EnumSource(value = Identity.Kind.class, names = {"DOMAIN", "DEVICE"})
    void strangersAreNotToldWhatDevicesAUserHas(Identity.Kind kind) {
        forward(handler.request(exchange("INVITE", BOB, REDIRECT).identity(new Identity(kind, "example.net", "certificate"))));
        forward(handler.request(exchange("INVITE", BOB, REDIRECT).user("carol@example.net")));
        forward(handler.request(exchange("INVITE", BOB, REDIRECT)));
    }

    @Test
    void aTrustedSourceIsTold() {
        assertEquals(2, contacts(handler.request(exchange("INVITE", BOB, REDIRECT).identity(new Identity(Identity.Kind.TRUSTED, "192.0.2.1", "trusted source")))).size());
    }

    @Test
    void rfc3261_8_1_3_4_whoAskedForASipsUriIsToldNoOther() {
        location.bind(new Bound().contact("sip:bob@192.0.2.11").device("<urn:uuid:4>", 0).flow(Calls.flow(Protocol.TLS, "192.0.2.11", 40_000)).binding());
        assertEquals(List.of("<sips:tgruu.1@example.org;gr>"), contacts(handler.request(alice("sips:bob@example.org", REDIRECT))));
    }

    @Test
    void whoIsNotThereIsNotRedirectedTo() {
        assertEquals(480, reply(handler.request(alice("sip:alice@example.org", REDIRECT))).status());
        assertEquals(404, reply(handler.request(alice("sip:nobody@example.org", REDIRECT))).status());
    }
}
