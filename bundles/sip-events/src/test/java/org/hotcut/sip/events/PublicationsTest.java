package org.hotcut.sip.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications.Outcome;
import org.hotcut.sip.api.event.Publications.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3903 section 6. */
class PublicationsTest {
    @TempDir
    private Path folder;
    private Fixture at;
    private int operations;

    @BeforeEach
    void open() throws Exception {
        at = new Fixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        at.close();
    }

    @Test
    void rfc3903_6_whoWantsToKnowIsTold() {
        at.subscribe(at.subscription("presence", "c"));
        at.answer(at.client.one(), RecordingClient.answer(200));
        at.pass(1_000);
        publish(null, "away", 600_000);
        at.pass(0);
        assertEquals("presence 1:away", at.client.one().body());
    }

    @Test
    void rfc3903_4_4_everyPublishGivesAnotherEntityTagAndOnlyTheLastMatches() {
        String first = publish(null, "one", 600_000).tag();
        String second = publish(first, "two", 600_000).tag();
        assertNotEquals(first, second);
        assertEquals(new Result(Outcome.NO_MATCH, null), publish(first, "three", 600_000));
        assertEquals(List.of("two"), documents());
    }

    @Test
    void rfc3903_4_3_withoutABodyItIsRefreshed() {
        String first = publish(null, "one", 60_000).tag();
        at.pass(50_000);
        assertEquals(Outcome.DONE, publish(first, null, 60_000).outcome());
        at.pass(50_000);
        assertEquals(List.of("one"), documents());
        at.pass(11_000);
        assertEquals(List.of(), documents());
    }

    @Test
    void rfc3903_4_5_expiresZeroRemovesIt() {
        String first = publish(null, "one", 60_000).tag();
        publish(null, "two", 60_000);
        assertEquals(Outcome.DONE, publish(first, null, 0).outcome());
        assertEquals(List.of("two"), documents());
        assertEquals(Outcome.NO_MATCH, publish(first, null, 0).outcome());
    }

    @Test
    void rfc3903_6_thatItHasExpiredIsTold() {
        at.subscribe(at.subscription("presence", "c"));
        at.answer(at.client.one(), RecordingClient.answer(200));
        publish(null, "one", 60_000);
        at.pass(1_000);
        at.answer(at.client.one(), RecordingClient.answer(200));
        at.pass(60_000);
        assertEquals("presence 2:", at.client.one().body());
    }

    @Test
    void oneGivenTwiceIsDoneOnce() {
        Publication publication = publication(null, "one", 60_000);
        Result first = Fixture.get(at.events.publish(publication));
        assertEquals(first, Fixture.get(at.events.publish(publication)));
        assertEquals(List.of("one"), documents());
    }

    @Test
    void thereAreLimits() {
        assertEquals(Outcome.TOO_LONG, publish(null, "x".repeat(101), 60_000).outcome());
        publish(null, "one", 60_000);
        publish(null, "two", 60_000);
        assertEquals(Outcome.USER_FULL, publish(null, "three", 60_000).outcome());
    }

    @Test
    void afterKillNineTheyAreThereWithTheirTags() throws Exception {
        String first = publish(null, "one", 600_000).tag();
        String second = publish(first, "two", 600_000).tag();
        publish(publish(null, "gone", 600_000).tag(), null, 0);
        at.killAndStart();
        assertEquals(List.of("two"), documents());
        assertEquals(Outcome.DONE, publish(second, "three", 600_000).outcome());
        at.killAndStart();
        assertEquals(List.of("three"), documents());
        assertTrue(Fixture.get(at.events.documents(10)).stream().map(Document::tag).noneMatch(second::equals));
    }

    private Result publish(String ifMatch, String text, long millis) {
        return Fixture.get(at.events.publish(publication(ifMatch, text, millis)));
    }

    private Publication publication(String ifMatch, String text, long millis) {
        return new Publication("presence", Fixture.BOB, "op-" + ++operations, ifMatch, text == null ? null : "text/x",
            text == null ? null : text.getBytes(StandardCharsets.UTF_8), at.clock.millis() + millis);
    }

    private List<String> documents() {
        return Fixture.get(at.events.documents(10)).stream().map(document -> new String(document.body(), StandardCharsets.UTF_8)).toList();
    }
}
