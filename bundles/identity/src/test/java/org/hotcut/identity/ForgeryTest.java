package org.hotcut.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;

import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.DigestClient;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeNonces;
import org.hotcut.testkit.FakeRouteToken;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who claims to be somebody else, by any method. example.org is ours. */
class ForgeryTest {
    private static final Identity EDU = new Identity(Kind.DOMAIN, "example.edu", "certificate CN=x");

    private final FakeAccounts accounts = new FakeAccounts().user("alice", "example.org", "secret").user("carol", "example.org", "secret");
    private final RecordingFlows flows = new RecordingFlows();
    private final IdentityHandler handler = new IdentityHandler(accounts, new FakeNonces(), new FakeKeys(), flows, Sip.parser(), new RecordingBans(), null, TestConfig.of(600, true));

    private Flow proven(Identity... identities) {
        return flows.judged(flows.open(Protocol.TLS, "192.0.2.9", 40_000), Verdict.proven("1", List.of(identities), Long.MAX_VALUE));
    }

    private static FakeExchange request(String method, String from, String tag, String... headers) {
        return FakeExchange.of(method + " sip:alice@example.org SIP/2.0\nVia: SIP/2.0/TLS 192.0.2.9;branch=z9hG4bK1\nMax-Forwards: 70\nFrom: <" + from
            + ">;tag=1\nTo: <sip:alice@example.org>" + tag + "\nCall-ID: c1\nCSeq: 1 " + method + '\n' + String.join("", List.of(headers).stream().map(header -> header + '\n').toList())
            + "Content-Length: 0\n\n");
    }

    private static void assertRefused(int status, Decision decision) {
        assertEquals(status, assertInstanceOf(Decision.Reply.class, decision).status());
    }

    /** A tag or a Route of ours without a valid token is no dialog: it must be asked as if it were not there. */
    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH", "OPTIONS", "INFO", "UPDATE", "NOTIFY", "BYE"})
    void aTagAndARouteOfItsOwnMakingProveNothing(String method) {
        Flow stranger = flows.open(Protocol.TLS, "192.0.2.10", 40_000);
        for (String route : List.of("Route: <sip:127.0.0.1;lr>", "Route: <sip:invented@127.0.0.1;lr>, <sip:example.org;lr>")) {
            for (String from : List.of("sip:ceo@example.org", "sip:eve@example.net")) {
                assertRefused(403, handler.request(request(method, from, ";tag=7", route).flow(proven(EDU))));
            }
            assertRefused(403, handler.request(request(method, "sip:bob@example.edu", ";tag=7", route).flow(stranger)));
            assertRefused(407, handler.request(request(method, "sip:carol@example.org", ";tag=7", route).flow(stranger)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "SUBSCRIBE", "REFER", "PUBLISH", "OPTIONS", "REGISTER"})
    void whereNoPasswordIsAskedForNobodyIsOneOfOursForThat(String method) {
        String challenge = assertInstanceOf(Decision.Reply.class, handler.request(request("INVITE", "sip:carol@example.org", "").flow(flows.udp("192.0.2.9", 5060)))).headers().get(0).value();
        accounts.domain(new Domain("example.org", "example.org", List.of()));
        String right = new DigestClient("alice", "secret").answer(challenge, method, "sip:alice@example.org");
        for (Flow line : List.of(flows.udp("192.0.2.9", 5060), flows.open(Protocol.TCP, "192.0.2.9", 40_000), proven())) {
            for (String[] credentials : new String[][] {{}, {"Authorization: " + right, "Proxy-Authorization: " + right}}) {
                assertInstanceOf(Decision.Reply.class, handler.request(request(method, "sip:alice@example.org", "", credentials).flow(line)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:bob@example.edu", "sip:00085D1A2B3C@example.edu", "sip:00085D1A2B3C@example.org", "sip:carol@example.org"})
    void aDevicesNameSpeaksForNobody(String from) {
        Identity device = new Identity(Kind.DEVICE, "00085D1A2B3C", "certificate");
        assertRefused(403, handler.request(request("INVITE", from, "").flow(proven(device, new Identity(Kind.USER, "alice@example.org", "certificate of device 00085D1A2B3C")))));
    }

    @Test
    void insideADialogADomainsServerRefersInTheNameOfItsOwnUsersOnly() {
        Flow line = proven(EDU);
        for (boolean sameFlow : new boolean[] {true, false}) {
            FakeRouteToken dialog = new FakeRouteToken(true, sameFlow, EDU, Target.of(null));
            assertInstanceOf(Decision.Next.class, handler.request(request("REFER", "sip:bob@example.edu", ";tag=2", "Referred-By: <sip:ann@example.edu>").dialog(dialog).flow(line)));
            assertRefused(403, handler.request(request("REFER", "sip:bob@example.edu", ";tag=2", "Referred-By: <sip:ceo@example.org>").dialog(dialog).flow(line)));
        }
    }

    /** Whatever somebody else's line proves, it is not that side of the dialog. */
    @ParameterizedTest
    @CsvSource({"INVITE,DOMAIN,example.net", "REFER,DOMAIN,example.net", "MESSAGE,USER,bob@example.edu", "UPDATE,DOMAIN,example.org", "BYE,DEVICE,example.edu"})
    void insideADialogTheIdentityOfTheSetUpMustBeProven(String method, Kind kind, String name) {
        FakeRouteToken dialog = new FakeRouteToken(true, false, EDU, Target.of(null));
        assertRefused(403, handler.request(request(method, "sip:bob@example.edu", ";tag=2").dialog(dialog).flow(proven(new Identity(kind, name, "certificate")))));
        assertRefused(403, handler.request(request(method, "sip:bob@example.edu", ";tag=2").dialog(dialog).flow(flows.udp("192.0.2.9", 5060))));
    }
}
