package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.PeerTrust;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3325Test {
    private static final String BOB = "sip:bob@192.0.2.2";

    private final Bench bench = new Bench();
    private PeerTrust trust;

    @ParameterizedTest
    @ValueSource(strings = {"P-Asserted-Identity: <sip:ceo@example.org>", "p-asserted-IDENTITY : <sip:ceo@example.org>,\r\n <tel:+15551234>",
        "Remote-Party-ID: <sip:ceo@example.org>;party=called"})
    void rfc3325_5_aRegisteredDeviceAssertsNobodyInItsResponses(String assertion) {
        assertEquals(List.of(), answer(new Target(BOB, bench.bob, List.of(), false, "bob@example.org", 7), assertion));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-Asserted-Identity: <sip:ceo@example.org>", "p-asserted-IDENTITY : <sip:ceo@example.org>,\r\n <tel:+15551234>",
        "Remote-Party-ID: <sip:ceo@example.org>;party=called"})
    void rfc3325_5_norDoesWhoIsReachedByARouteAndTrustedByNobody(String assertion) {
        assertEquals(List.of(), answer(Target.of(BOB), assertion));
    }

    @Test
    void rfc3325_5_aGatewayThatIsTrustedDoes() {
        trusted(bench.bob);
        assertEquals(List.of("<sip:ceo@example.org>"), answer(Target.of(BOB), "P-Asserted-Identity: <sip:ceo@example.org>"));
    }

    @Test
    void rfc3325_5_whileNobodyCanSayWhoIsTrustedNobodyIs() {
        trusted(bench.bob);
        bench.core.unbindTrust(trust);
        assertEquals(List.of(), answer(Target.of(BOB), "P-Asserted-Identity: <sip:ceo@example.org>"));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "7, false"})
    void rfc3325_5_butWhoWasWhenHeWasAskedMayAnswerSo(long binding, boolean believed) {
        trusted(bench.bob);
        Request invite = asked(binding);
        bench.core.unbindTrust(trust);
        assertEquals(believed ? List.of("<sip:ceo@example.org>") : List.of(), assertedBy(invite));
    }

    @Test
    void rfc3325_5_untilSomebodyCanSayAgain() {
        trusted(bench.bob);
        Request invite = asked(0);
        bench.core.unbindTrust(trust);
        trusted(bench.carol);
        assertEquals(List.of(), assertedBy(invite));
    }

    private Request asked(long binding) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target(BOB, bench.bob, List.of(), false, null, binding)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        return bench.request(bench.bob);
    }

    private List<String> assertedBy(Request invite) {
        bench.receive(bench.bob, Sip.response(invite, 200, "P-Asserted-Identity: <sip:ceo@example.org>"));
        return bench.one(bench.alice).headers("P-Asserted-Identity");
    }

    @Test
    void rfc3325_5_norIsAProvisionalResponseBelieved() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 180, "P-Asserted-Identity: <sip:ceo@example.org>"));
        assertEquals(List.of(), bench.one(bench.alice).headers("P-Asserted-Identity"));
    }

    @ParameterizedTest
    @CsvSource({"Privacy: id, false, false", "Privacy: critical;ID, false, false", "Privacy: none, false, true", "Privacy: id, true, true"})
    void rfc3325_7_aCalleeWhoWantsToBeAnonymousIsSoToACallerWhomNobodyTrusts(String privacy, boolean callerIsTrusted, boolean told) {
        trusted(bench.bob);
        Identity caller = callerIsTrusted ? new Identity(Identity.Kind.TRUSTED, "192.0.2.1", "trusted source") : null;
        bench.core.services().links.chain("identity, handler");
        bench.bind("identity", ScriptedHandler.always(Decision.next(caller)));
        bench.toBob();
        assertEquals(told ? List.of("<tel:+15551234>") : List.of(), answered("P-Asserted-Identity: <tel:+15551234>", privacy));
    }

    @ParameterizedTest
    @CsvSource({"Privacy: id, 7, true, false", "privacy: Header ; ID;critical, 7, false, false", "Privacy: id, 0, false, false", "Privacy: id, 0, true, true",
        "Privacy: none, 7, false, true", "Privacy: idx, 7, false, true"})
    void rfc3325_7_whoWantsToBeAnonymousIsSoToWhomNobodyTrusts(String privacy, long binding, boolean trusted, boolean told) {
        if (trusted) {
            trusted(bench.bob);
        }
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target(BOB, bench.bob, List.of(), false, null, binding)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1").toString()
            .replaceFirst("Max-Forwards", privacy + "\r\nP-Asserted-Identity: <tel:+15551234>\r\nRemote-Party-ID: <sip:5551234@example.org>\r\nMax-Forwards"));
        Request invite = bench.request(bench.bob);
        assertEquals(told ? List.of("<tel:+15551234>") : List.of(), invite.headers("P-Asserted-Identity"));
        assertEquals(told, invite.header("Remote-Party-ID") != null);
    }

    private void trusted(Flow peer) {
        trust = peer::equals;
        bench.core.bindTrust(trust);
    }

    private List<String> answer(Target target, String header) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(target))));
        return answered(header);
    }

    private List<String> answered(String... headers) {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 200, headers));
        return bench.one(bench.alice).headers(headers[0].substring(0, headers[0].indexOf(':')).strip());
    }
}
