package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

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

    @ParameterizedTest
    @ValueSource(strings = {"P-Asserted-Identity: <sip:ceo@example.org>", "p-asserted-IDENTITY : <sip:ceo@example.org>,\r\n <tel:+15551234>",
        "Remote-Party-ID: <sip:ceo@example.org>;party=called"})
    void rfc3325_5_aRegisteredDeviceAssertsNobodyInItsResponses(String assertion) {
        assertEquals(List.of(), answer(new Target(BOB, bench.bob, List.of(), false, "bob@example.org", 7), assertion));
    }

    @Test
    void rfc3325_5_whatIsReachedByARouteMayBeAGatewayThatIsTrusted() {
        assertEquals(List.of("<sip:ceo@example.org>"), answer(Target.of(BOB), "P-Asserted-Identity: <sip:ceo@example.org>"));
    }

    @ParameterizedTest
    @CsvSource({"Privacy: id, 7, false", "privacy: Header ; ID;critical, 7, false", "Privacy: id, 0, true", "Privacy: none, 7, true", "Privacy: idx, 7, true"})
    void rfc3325_7_whoWantsToBeAnonymousIsSoToARegisteredDevice(String privacy, long binding, boolean told) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target(BOB, bench.bob, List.of(), false, null, binding)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1").toString()
            .replaceFirst("Max-Forwards", privacy + "\r\nP-Asserted-Identity: <tel:+15551234>\r\nRemote-Party-ID: <sip:5551234@example.org>\r\nMax-Forwards"));
        Request invite = bench.request(bench.bob);
        assertEquals(told ? List.of("<tel:+15551234>") : List.of(), invite.headers("P-Asserted-Identity"));
        assertEquals(told, invite.header("Remote-Party-ID") != null);
    }

    private List<String> answer(Target target, String header) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(target))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 200, header));
        String name = header.substring(0, header.indexOf(':')).strip();
        return bench.one(bench.alice).headers(name);
    }
}
