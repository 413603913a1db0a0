package org.hotcut.identity;

import static org.hotcut.core.api.account.DigestAlgorithm.MD5;
import static org.hotcut.core.api.account.DigestAlgorithm.SHA_256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.testkit.DigestClient;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeNonces;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the RFCs on digest and on asserted identities let a server refuse or remove, and what each counts for with {@code Bans}. */
class StrictnessTest {
    private static final String URI = "sip:bob@example.org";
    private static final String REGISTRAR = "sip:example.org";

    private final FakeAccounts accounts = new FakeAccounts();
    private final RecordingBans bans = new RecordingBans();
    private final RecordingFlows flows = new RecordingFlows();
    private final FakeKeys keys = new FakeKeys();
    private final FakeNonces nonces = new FakeNonces();

    @BeforeEach
    void aDomainWithAliceAndBob() {
        accounts.domain("example.org", SHA_256, MD5).user("alice", "example.org", "wonderland").user("bob", "example.org", "builder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:bob@example.com", "sip:carol@example.org", "sip:example.org", "tel:+1", "bob", ""})
    void rfc7616Section346CredentialsForAnotherUriAreRefused(String other) {
        assertRefused(400, Offence.GARBAGE, invite(proxyAuthorization("alice", "wonderland").replace("uri=\"" + URI, "uri=\"" + other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "MD5-sess", "SHA-256-sess", "token", "\"\""})
    void rfc8760Section2AnUnknownAlgorithmIsRefused(String algorithm) {
        String answer = proxyAuthorization("alice", "wonderland").replace("algorithm=SHA-256", "algorithm=" + algorithm);
        assertRefused(400, Offence.GARBAGE, invite(answer));
    }

    @Test
    void rfc8760Section2AnAlgorithmThatIsNotOfferedIsAskedForAgain() {
        Decision.Reply reply = reply(invite(proxyAuthorization("alice", "wonderland").replace("algorithm=SHA-256", "algorithm=SHA-512-256")));
        assertEquals(407, reply.status());
        assertEquals(List.of("SHA-256", "MD5"), algorithms(reply));
        assertEquals(List.of(), bans.offences());
    }

    @ParameterizedTest
    @CsvSource({"wonderland,wonderland", "wonderland,guess", "guess,wonderland"})
    void rfc3261Section223TwoCredentialsForOneRealmAreRefused(String first, String second) {
        assertRefused(400, Offence.GARBAGE, invite(proxyAuthorization("alice", first), proxyAuthorization("alice", second)));
    }

    @Test
    void rfc8760Section24CredentialsOfEachAlgorithmForOneRealmAreRefused() {
        String strong = challenges().get(0);
        String weak = challenges().get(1);
        DigestClient alice = new DigestClient("alice", "wonderland");
        assertRefused(400, Offence.GARBAGE, invite("Proxy-Authorization: " + alice.answer(strong, "INVITE", URI), "Proxy-Authorization: " + alice.answer(weak, "INVITE", URI)));
    }

    @Test
    void rfc7616Section34AnAnswerOfRfc2069WithoutQopIsRefused() {
        String without = challenges().get(1).replace(", qop=\"auth\"", "");
        assertRefused(400, Offence.GARBAGE, invite("Proxy-Authorization: " + new DigestClient("alice", "wonderland").answer(without, "INVITE", URI)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-int", "\"auth,auth-int\"", "\"\"", "none"})
    void rfc7616Section34AQopThatWasNotOfferedIsRefused(String qop) {
        assertRefused(400, Offence.GARBAGE, invite(proxyAuthorization("alice", "wonderland").replace("qop=auth", "qop=" + qop)));
    }

    @Test
    void rfc8760Section23AResponseOfAnotherAlgorithmsLengthIsWrong() {
        String answer = proxyAuthorization("alice", "wonderland");
        String cut = answer.replaceAll("response=\"([0-9a-f]{32})[0-9a-f]*\"", "response=\"$1\"");
        assertRefused(407, Offence.WRONG_PASSWORD, invite(cut));
    }

    @Test
    void rfc3261Section221TheProvenUserMustOwnTheFrom() {
        assertRefused(403, Offence.SCAN, invite(proxyAuthorization("bob", "builder")));
        assertEquals(List.of(), bans.proofs());
    }

    @Test
    void rfc3261Section103TheProvenUserMustOwnTheAddressOfRecord() {
        assertRefused(403, Offence.SCAN, register(authorization("bob", "builder")));
    }

    @Test
    void wrongPasswordsAndUnknownUsersLookAndWeighTheSame() {
        Decision.Reply wrong = reply(invite(proxyAuthorization("alice", "guess")));
        Decision.Reply unknown = reply(invite(proxyAuthorization("nobody", "guess")));
        assertEquals(List.of(Offence.WRONG_PASSWORD, Offence.UNKNOWN_USER), bans.offences());
        assertEquals(Offence.WRONG_PASSWORD.weight(), Offence.UNKNOWN_USER.weight());
        assertEquals(wrong.status(), unknown.status());
        assertEquals(algorithms(wrong), algorithms(unknown));
    }

    @Test
    void aFirstRequestWithoutCredentialsIsNoOffenceAndAProofIsTold() {
        register();
        assertEquals(List.of(Offence.CHALLENGED), bans.reports().stream().map(RecordingBans.Report::offence).toList());
        assertInstanceOf(Decision.Next.class, register(authorization("alice", "wonderland")));
        assertEquals(List.of(new RecordingFlows().udp("192.0.2.1", 5060)), bans.proofs());
        assertEquals(List.of(), bans.offences());
    }

    @Test
    void whatIsReplayedProvesNothing() {
        String answer = authorization("alice", "wonderland");
        register(answer);
        Decision.Reply again = reply(handler().request(FakeExchange.of(text("REGISTER", REGISTRAR, answer)).id("another-transaction")));
        assertEquals(401, again.status());
        assertEquals(1, bans.proofs().size());
    }

    @Test
    void aTrustedSourceIsToldAsProvenAndItsForeignCallersAreNoOffence() {
        handler("192.0.2.1").request(FakeExchange.of(text("INVITE", URI).replace("From: <sip:alice@example.org", "From: <sip:alice@example.com")));
        assertEquals(1, bans.proofs().size());
        assertEquals(List.of(), bans.reports());
    }

    @Test
    void whoLooksForAWayThroughIsReported() {
        String foreign = text("INVITE", "sip:00972595000000@192.0.2.9").replace("From: <sip:alice@example.org", "From: <sip:100@192.0.2.9");
        assertEquals(403, reply(handler().request(FakeExchange.of(foreign))).status());
        handler().request(FakeExchange.of(text("REGISTER", "sip:192.0.2.9")));
        handler().request(FakeExchange.of(text("REGISTER", REGISTRAR).replace("To: <sip:alice@example.org", "To: <sip:100@192.0.2.9")));
        assertEquals(List.of(Offence.SCAN, Offence.SCAN, Offence.SCAN), bans.offences());
    }

    @Test
    void whoAsksHowWeAreIsNotReported() {
        handler().request(FakeExchange.of(text("OPTIONS", REGISTRAR).replace("From: <sip:alice@example.org", "From: <sip:monitor@example.com")));
        assertEquals(List.of(), bans.reports());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "P-Asserted-Identity: <sip:ceo@example.org>\n",
        "p-asserted-identity: <sip:ceo@example.org>\n",
        "P-ASSERTED-IDENTITY : <sip:ceo@example.org>\n",
        "P-Asserted-Identity \t : <sip:ceo@example.org>\n",
        "P-Asserted-Identity:\n <sip:ceo@example.org>\n",
        "P-Asserted-Identity: <sip:ceo@example.org>,\n\t<tel:+15551234>\n",
        "P-Asserted-Identity: <sip:ceo@example.org>\nSubject: x\nP-asserted-Identity:<tel:+15551234>\n",
        "P-Asserted-Identity: \"a, b\" <sip:ceo@example.org>, \"c\" <sip:cfo@example.org>\n",
        "P-Asserted-Identity:\n",
        "P-Preferred-Identity: <sip:ceo@example.org>\n",
        "p-Preferred-identity : <sip:ceo@example.org>\n",
        "Remote-Party-ID: <sip:ceo@example.org>;party=calling\n",
        "remote-party-id : <sip:ceo@example.org>\nREMOTE-PARTY-ID: <sip:cfo@example.org>\n"})
    void rfc3325Section5WhatIsNotTrustedAssertsNobodyInAnySpelling(String assertion) {
        SipRequest proven = next(invite(assertion.stripTrailing(), proxyAuthorization("alice", "wonderland"))).request();
        String left = proven.toString();
        for (String name : List.of("P-Asserted-Identity", "P-Preferred-Identity", "Remote-Party-ID")) {
            assertEquals(List.of(), proven.headers(name));
        }
        assertFalse(left.contains("ceo") || left.contains("cfo") || left.contains("+1555"), left);
    }

    @Test
    void rfc3325Section5WhatATrustedSourceAssertsIsLeftAsItIs() {
        String asserted = text("INVITE", URI, "P-Asserted-Identity : <sip:ceo@example.org>,\n <tel:+15551234>");
        assertEquals(null, next(handler("192.0.2.1").request(FakeExchange.of(asserted))).request());
    }

    private Decision invite(String... headers) {
        return handler().request(FakeExchange.of(text("INVITE", URI, headers)));
    }

    private Decision register(String... headers) {
        return handler().request(FakeExchange.of(text("REGISTER", REGISTRAR, headers)));
    }

    private IdentityHandler handler(String... trusted) {
        return new IdentityHandler(accounts, nonces, keys, flows, Sip.parser(), bans, null, TestConfig.of(600, true, trusted));
    }

    private static String text(String method, String uri, String... headers) {
        String to = method.equals("REGISTER") ? "sip:alice@example.org" : uri;
        return method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:alice@example.org>;tag=1\nTo: <" + to + ">\nCall-ID: c1\nCSeq: 1 "
            + method + '\n' + String.join("\n", headers) + (headers.length == 0 ? "" : "\n") + "Content-Length: 0\n\n";
    }

    /** Returns the values of the challenge that an INVITE gets, without a trace in {@code bans}. */
    private List<String> challenges() {
        IdentityHandler apart = new IdentityHandler(accounts, nonces, keys, flows, Sip.parser(), new RecordingBans(), null, TestConfig.of(600, true));
        return reply(apart.request(FakeExchange.of(text("INVITE", URI)))).headers().stream().map(Decision.HeaderField::value).toList();
    }

    private String proxyAuthorization(String user, String password) {
        return "Proxy-Authorization: " + new DigestClient(user, password).answer(challenges().get(0), "INVITE", URI);
    }

    private String authorization(String user, String password) {
        return "Authorization: " + new DigestClient(user, password).answer(challenges().get(0), "REGISTER", REGISTRAR);
    }

    private static List<String> algorithms(Decision.Reply reply) {
        return reply.headers().stream().map(field -> DigestClient.parameters(field.value()).get("algorithm")).toList();
    }

    private void assertRefused(int status, Offence offence, Decision decision) {
        assertEquals(status, reply(decision).status());
        assertEquals(List.of(offence), bans.offences());
    }

    private static Decision.Reply reply(Decision decision) {
        return assertInstanceOf(Decision.Reply.class, decision);
    }

    private static Decision.Next next(Decision decision) {
        return assertInstanceOf(Decision.Next.class, decision);
    }
}
