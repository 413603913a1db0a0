package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** How name servers are asked, and what is remembered of their answers. */
class Rfc3263LookUpTest {
    private static final String BOB = "sip:bob@example.org:5070";

    private final NameBench bench = new NameBench();

    @AfterEach
    void end() {
        bench.close();
    }

    private int asked() {
        return Collections.frequency(bench.dns.asked(), "example.org. A");
    }

    @Test
    void anAnswerIsRememberedForItsTimeToLive() {
        bench.dns.knows("example.org. 60 A 192.0.2.8");
        bench.call(BOB);
        bench.pass(59_000);
        bench.left();
        bench.call(BOB);
        assertEquals(1, asked());
        bench.pass(1_100);
        bench.left();
        bench.call(BOB);
        assertEquals(2, asked());
    }

    @Test
    void butForFiveMinutesAtMost() {
        bench.dns.knows("example.org. 86400 A 192.0.2.8");
        bench.call(BOB);
        bench.pass(300_100);
        bench.left();
        bench.call(BOB);
        assertEquals(2, asked());
    }

    @Test
    void thatThereIsNoSuchNameIsRememberedBriefly() {
        bench.request("INVITE", BOB);
        assertEquals(500, bench.answer());
        bench.request("INVITE", BOB);
        assertEquals(500, bench.answer());
        assertEquals(1, asked());
        bench.dns.knows("example.org. 60 A 192.0.2.8");
        bench.pass(10_100);
        bench.left();
        assertEquals("udp 192.0.2.8:5070", bench.call(BOB).to());
    }

    @Test
    void twoWhoAskTheSameShareAQuestion() {
        bench.dns.silent(true);
        bench.request("INVITE", BOB);
        bench.request("INVITE", BOB);
        bench.until(() -> asked() > 0);
        bench.dns.knows("example.org. 60 A 192.0.2.8").silent(false);
        bench.pass(550);
        bench.next();
        bench.next();
        assertEquals(2, asked(), "the second is the repetition");
    }

    @Test
    void theInviteHasIts100MeanwhileAndWhenNobodyAnswersItIsGivenUp() {
        bench.dns.silent(true);
        bench.request("INVITE", BOB);
        bench.pass(1_400);
        assertFalse(bench.isAnswered());
        bench.pass(200);
        assertEquals(500, bench.answer());
    }

    @Test
    void theWholeSearchTakesThreeSecondsAtMost() {
        bench.dns.silent(true);
        bench.request("INVITE", "sip:bob@example.org");
        bench.pass(2_900);
        assertFalse(bench.isAnswered());
        bench.pass(200);
        assertEquals(500, bench.answer());
    }

    @Test
    void aServerThatFailsIsFollowedByTheNext() {
        try (DnsServer other = new DnsServer()) {
            other.knows("example.org. 60 A 192.0.2.8");
            bench.dns.fails(Rcode.SERVFAIL);
            bench.bench.core.services().dns.configure(List.of(bench.dns.address(), other.address()));
            assertEquals("udp 192.0.2.8:5070", bench.call(BOB).to());
        }
    }

    @Test
    void whatWasKnownServesForAnHourWhileNobodyAnswers() {
        bench.dns.knows("example.org. 60 A 192.0.2.8");
        bench.call(BOB);
        bench.dns.silent(true);
        bench.pass(61_000);
        bench.left();
        bench.request("INVITE", BOB);
        bench.pass(1_050);
        assertEquals("INVITE udp 192.0.2.8:5070", bench.left().get(0));
        bench.request("INVITE", BOB);
        assertEquals("INVITE udp 192.0.2.8:5070", bench.left().get(0), "nobody waits a second time");
        bench.pass(3_600_000);
        bench.left();
        bench.request("INVITE", BOB);
        bench.pass(1_550);
        assertEquals(List.of(), bench.left());
    }

    @Test
    void questionsThatAreOpenHaveALimit() {
        bench.dns.silent(true);
        bench.bench.bind("handler", new ScriptedHandler(exchange -> Decision.forward(List.of(Target.of("sip:" + exchange.request().header("X-Host") + ".example.org:5070")))));
        for (int i = 0; i < 256; i++) {
            bench.bench.receive(bench.bench.alice, Bench.request("INVITE", "many" + i, "X-Host: many" + i));
        }
        assertFalse(bench.isAnswered());
        bench.bench.receive(bench.bench.alice, Bench.request("INVITE", "more", "X-Host: more"));
        assertTrue(bench.isAnswered());
    }
}
