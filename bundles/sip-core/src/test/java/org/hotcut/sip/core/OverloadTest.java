package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.message.Limits;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final Settings SMALL = new Settings(Limits.DEFAULT, 20, 1_000, 1 << 20, 30, 60, 180_000, false, new Overload.Limits(300, 50, 90));

    private final AtomicInteger heap = new AtomicInteger();
    private final Overload overload = new Overload(2, 2, heap::get);
    private final Bench bench = new Bench(1, "handler", SMALL);

    private boolean judged(long now) {
        overload.judge(SMALL, now);
        return overload.isOn();
    }

    @Test
    void beginsWhenTablesAreFullAndEndsWhenTheyAreWellBelowThat() {
        overload.tell(0, 0, 5, 0, 0);
        overload.tell(1, 0, 4, 0, 0);
        assertFalse(judged(2_000));
        overload.tell(1, 0, 5, 0, 0);
        assertTrue(judged(2_050), "50 % of 20 on both loops together");
        overload.tell(1, 0, 4, 0, 0);
        assertTrue(judged(4_000), "not well below");
        overload.tell(1, 0, 2, 0, 0);
        assertFalse(judged(4_050));
        assertEquals("no, 1 times since the start", overload.text());
    }

    @Test
    void lastsASecondAtLeast() {
        overload.tell(0, 400, 0, 0, 0);
        assertTrue(judged(2_000));
        overload.tell(0, 0, 0, 0, 0);
        assertTrue(judged(2_950));
        assertFalse(judged(3_000));
    }

    @Test
    void countsBytesOfRequestsAndOfAnswersThatAreKept() {
        overload.tell(0, 0, 0, 1 << 19, 0);
        assertTrue(judged(2_000));
        overload.tell(0, 0, 0, 0, 1 << 19);
        assertTrue(judged(4_000));
        overload.tell(0, 0, 0, 0, 0);
        assertFalse(judged(6_000));
    }

    @Test
    void countsTheHeapThatACollectionCouldNotFree() {
        heap.set(90);
        assertTrue(judged(2_000));
        assertEquals("yes: its heap is 90 % full, 1 times since the start", overload.text());
        heap.set(80);
        assertTrue(judged(4_000));
        heap.set(79);
        assertFalse(judged(6_000));
        assertTrue(Overload.heapAfterCollection() >= 0);
    }

    @Test
    void oneLongPauseIsNoOverloadButALoopThatIsAlwaysLateIs() {
        bench.clock.advance(Duration.ofMillis(1_000));
        bench.loops.run(0, bench.core.loops()[0]::tick);
        assertFalse(bench.core.services().overload.isOn());
        for (int i = 0; i < 20; i++) {
            bench.clock.advance(Duration.ofMillis(500));
            bench.loops.run(0, bench.core.loops()[0]::tick);
        }
        assertTrue(bench.core.services().overload.isOn());
        bench.pass(2_000);
        assertFalse(bench.core.services().overload.isOn());
    }

    /** Fills half of the table with requests that ring. */
    private Request overloaded() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "0", "Contact: <sip:alice@192.0.2.1>"));
        Request first = bench.request(bench.bob);
        for (int i = 1; i < 5; i++) {
            bench.receive(bench.alice, Bench.request("INVITE", "" + i));
        }
        bench.pass(50);
        assertTrue(bench.core.services().overload.isOn());
        assertEquals("yes: its tables are 50 % full, 1 times since the start", bench.core.status().get("overload"));
        bench.flows.forget();
        return first;
    }

    @Test
    void newWorkIs503WithATimeToComeBackThatIsNotTheSameForAll() {
        overloaded();
        Set<String> times = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            bench.receive(bench.alice, Bench.request("REGISTER", "new" + i));
            Response answer = bench.response(bench.alice);
            assertEquals(503, answer.status());
            times.add(answer.header("Retry-After"));
        }
        assertTrue(times.size() > 5, times.toString());
        assertEquals(30, bench.dropped(Drop.OVERLOAD));
    }

    @Test
    void responsesRetransmissionsAndCancelOfWhatWasBegunGoOn() {
        Request first = overloaded();
        bench.receive(bench.bob, Sip.response(first, 180));
        bench.receive(bench.alice, Bench.request("INVITE", "0"));
        bench.receive(bench.alice, Bench.request("CANCEL", "0"));
        assertEquals(List.of(180, 180, 200), bench.statuses(bench.alice));
        bench.receive(bench.bob, Sip.response(first, 487));
        assertEquals(List.of(487), bench.statuses(bench.alice));
        bench.receive(bench.alice, Bench.request("ACK", "0"));
        assertEquals(0, bench.dropped(Drop.STRAY_ACK));
    }

    @Test
    void whatHasATokenOfOursGoesOnAndWhatOnlyLooksLikeItDoesNot() {
        Request first = overloaded();
        bench.receive(bench.bob, Sip.response(first, 200, "Contact: <sip:bob@192.0.2.2>", "Record-Route: " + first.header("Record-Route")));
        Response ok = bench.response(bench.alice);
        String inDialog = Bench.request("BYE", "bye", "Route: " + ok.header("Record-Route")).toString()
            .replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=b").replace("BYE sip:bob@example.org", "BYE sip:bob@192.0.2.2");
        bench.bind("handler", new ScriptedHandler(exchange -> Decision.forward(List.of(exchange.dialog().target()))));
        bench.receive(bench.alice, inDialog.replace("bKbye", "bKforged").replaceFirst("Route: <sip:....", "Route: <sip:AAAA"));
        assertEquals(List.of(503), bench.statuses(bench.alice));
        bench.receive(bench.alice, inDialog);
        assertEquals(List.of("BYE"), bench.methods(bench.bob));
    }
}
