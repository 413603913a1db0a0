package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One TLS connection between two domains serves requests both ways (RFC 5923). */
class Rfc5923Test {
    private static final Identity DOMAIN = new Identity(Identity.Kind.DOMAIN, "example.net", "certificate");

    private final NameBench bench = new NameBench();
    private int calls;

    @BeforeEach
    void prepare() {
        bench.dns.knows("example.net. 60 NAPTR 90 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.net.", "_sips._tcp.example.net. 60 SRV 0 1 5081 one.example.net.",
            "one.example.net. 60 A 192.0.2.7");
        bench.bench.core.services().links.chain("identity, handler");
        bench.bench.bind("identity", new ScriptedHandler(Rfc5923Test::identity));
        bench.bench.bind("handler", new ScriptedHandler(Rfc5923Test::place));
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static Decision identity(SipExchange exchange) {
        return exchange.flow().protocol() == Protocol.TLS ? Decision.next(DOMAIN) : Decision.next();
    }

    private static Decision place(SipExchange exchange) {
        return exchange.flow().protocol() == Protocol.TLS ? Decision.reply(486) : Decision.forward(List.of(Target.of(null)));
    }

    /** A connection from example.net, by which a request for a user of ours comes. */
    private Flow called(String to, String via, Identity... proven) {
        Flow line = bench.bench.flows.judged(bench.bench.flows.open(Protocol.TLS, "192.0.2.7", 40_007), Verdict.proven("1", Arrays.asList(proven), Long.MAX_VALUE));
        String request = Sip.request("INVITE", to).toString().replaceFirst("(?m)^Via: .*$", "Via: SIP/2.0/TLS " + via + ";branch=z9hG4bKin" + ++calls);
        bench.bench.receive(line, request);
        bench.left();
        return line;
    }

    private Flow dialled() {
        bench.bench.receive(bench.bench.alice, Bench.branched(Sip.request("INVITE", "sip:bob@example.net"), "out" + ++calls));
        return bench.next().flow();
    }

    @Test
    void rfc5923_5_aConnectionThatThePeerHasOpenedAndProvenServesRequestsToItsDomain() {
        Flow line = called("sip:alice@example.org", "192.0.2.7:5081;alias", DOMAIN);
        assertEquals(line, dialled());
        bench.bench.flows.lose(line);
        bench.left();
        assertNotEquals(line, dialled());
        assertEquals(1, bench.bench.core.services().aliases.size(), "what is gone is forgotten, the new one is known");
    }

    @Test
    void rfc5923_5_notWithoutTheAliasParameter() {
        assertNotEquals(called("sip:alice@example.org", "192.0.2.7:5081", DOMAIN), dialled());
    }

    @Test
    void rfc5923_5_notForAnotherPortThanTheOneItListensAt() {
        assertNotEquals(called("sip:alice@example.org", "192.0.2.7:5061;alias", DOMAIN), dialled());
    }

    @Test
    void rfc5923_9_notForADomainThatItsCertificateDoesNotName() {
        assertNotEquals(called("sip:alice@example.org", "192.0.2.7:5081;alias", new Identity(Identity.Kind.DOMAIN, "example.edu", "certificate")), dialled());
    }

    @Test
    void rfc5923_9_butForEachThatItNames() {
        Flow line = called("sip:alice@example.org", "192.0.2.7:5081;alias", new Identity(Identity.Kind.DOMAIN, "example.edu", "certificate"), DOMAIN);
        assertEquals(line, dialled());
    }

    @Test
    void rfc5923_9_notWhenItIsJudgedOtherwiseByNow() {
        Flow line = called("sip:alice@example.org", "192.0.2.7:5081;alias", DOMAIN);
        bench.bench.flows.judged(line, Verdict.proven("2", List.of(), Long.MAX_VALUE));
        assertNotEquals(line, dialled());
    }

    @Test
    void thePeerTakesUsForTheDomainThatItHasDialled() {
        assertNotEquals(called("sip:alice@example.com", "192.0.2.7:5081;alias", DOMAIN), dialled());
    }

    @Test
    void rfc5923_5_weSayAliasOnConnectionsThatWeHaveOpened() {
        bench.bench.receive(bench.bench.alice, Bench.branched(Sip.request("INVITE", "sip:bob@example.net"), "alias"));
        assertTrue(bench.next().request().topVia().text().contains(";alias"));
        Flow line = called("sip:alice@example.org", "192.0.2.8:5081;alias", DOMAIN);
        bench.bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target("sip:x@192.0.2.8", line, List.of(), true, null, 0)))));
        bench.bench.receive(bench.bench.alice, Bench.branched(Sip.request("INVITE", "sip:bob@example.net"), "noalias"));
        assertFalse(bench.next().request().topVia().text().contains(";alias"));
    }
}
