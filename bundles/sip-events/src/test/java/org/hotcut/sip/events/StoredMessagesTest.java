package org.hotcut.sip.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.event.StoredMessages.Outcome;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.hotcut.sip.events.RecordingClient.Sent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredMessagesTest {
    @TempDir
    private Path folder;
    private Fixture at;

    @BeforeEach
    void open() throws Exception {
        at = new Fixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        at.close();
    }

    @Test
    void rfc3428_7_aMessageIsSentAtRegistrationAsItCameWithTheDateItCameAndForgottenAfterA2xx() {
        assertEquals(Outcome.KEPT, at.keep(at.message("one")));
        at.clock.advance(Duration.ofHours(1).minusSeconds(1));
        at.register("192.0.2.2");
        Sent sent = at.client.one();
        assertEquals("MESSAGE", sent.request().method());
        assertEquals("<sip:alice@example.org>;tag=1", sent.request().from());
        assertEquals("<sip:bob@example.org>", sent.request().to());
        assertEquals("call-one", sent.request().callId());
        assertEquals(7, sent.request().cseq());
        assertEquals("text/plain", sent.header("Content-Type"));
        assertEquals("Tue, 14 Nov 2023 22:13:20 GMT", sent.header("Date"));
        assertEquals("one", sent.body());
        assertEquals("sip:x@192.0.2.2", sent.target().uri());
        assertEquals(List.of("one"), at.waiting());
        at.answer(sent, RecordingClient.answer(202));
        assertEquals(List.of(), at.waiting());
    }

    @Test
    void rfc3428_8_severalAreSentOneAfterTheOtherTheOldestFirst() {
        List.of("one", "two", "three").forEach(text -> at.keep(at.message(text)));
        at.register("192.0.2.2");
        for (String text : List.of("one", "two", "three")) {
            Sent sent = at.client.one();
            assertEquals(text, sent.body());
            at.answer(sent, RecordingClient.answer(200));
        }
        assertEquals(List.of(), at.client.waiting());
        assertEquals(List.of(), at.waiting());
    }

    @Test
    void twoDevicesThatRegisterAtOnceGetItOnce() {
        at.keep(at.message("one"));
        at.register("192.0.2.2");
        at.register("192.0.2.3");
        at.answer(at.client.one(), RecordingClient.answer(200));
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void whatOneDeviceDoesNotTakeIsOfferedToTheNextAndThenKept() {
        at.register("192.0.2.2");
        at.register("192.0.2.3");
        at.keep(at.message("one"));
        Sent first = at.client.one();
        at.answer(first, RecordingClient.answer(415));
        Sent second = at.client.one();
        assertEquals(List.of("sip:x@192.0.2.2", "sip:x@192.0.2.3"), Stream.of(first, second).map(sent -> sent.target().uri()).sorted().toList());
        at.answer(second, RecordingClient.answer(480));
        assertEquals(List.of(), at.client.waiting());
        assertEquals(List.of("one"), at.waiting());
    }

    @Test
    void oneThatNoDeviceTakesDoesNotHoldUpTheNext() {
        at.keep(at.message("one"));
        at.keep(at.message("two"));
        at.register("192.0.2.2");
        at.answer(at.client.one(), RecordingClient.answer(415));
        at.answer(at.client.one(), RecordingClient.answer(200));
        assertEquals(List.of("one"), at.waiting());
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 480, 486, 501, 603})
    void aDeviceThatTakesNoMessagesNowIsNotBotheredWithTheOthers(int status) {
        at.keep(at.message("one"));
        at.keep(at.message("two"));
        at.register("192.0.2.2");
        at.answer(at.client.one(), RecordingClient.answer(status));
        assertEquals(List.of(), at.client.waiting());
        assertEquals(List.of("one", "two"), at.waiting());
    }

    @Test
    void aDeviceThatSaysNothingIsNotAskedAgainUntilSomebodyRegisters() {
        at.keep(at.message("one"));
        at.keep(at.message("two"));
        Binding binding = at.register("192.0.2.2");
        at.answer(at.client.one(), RecordingClient.nobody(408));
        assertEquals(List.of(), at.client.waiting());
        assertEquals(List.of("one", "two"), at.waiting());
        at.tell(Fixture.BOB, Event.REFRESHED, binding);
        assertEquals("one", at.client.one().body());
    }

    @Test
    void whoRegistersWhileADeviceIsSilentIsServedAfterwards() {
        at.keep(at.message("one"));
        at.register("192.0.2.2");
        Sent silent = at.client.one();
        at.register("192.0.2.3");
        at.answer(silent, RecordingClient.nobody(408));
        at.answer(at.client.waiting().get(0), RecordingClient.answer(200));
        assertEquals(List.of(), at.waiting());
    }

    @Test
    void aDeviceWhoseConnectionIsClosedIsNotSentTo() {
        at.keep(at.message("one"));
        Flow line = at.flows.open(Protocol.TLS, "192.0.2.4", 40_000);
        at.location.bind(Fixture.BOB, "sip:bob@192.0.2.4", line);
        Binding lost = at.location.find(Fixture.BOB).get(0).unreachable();
        at.location.bind(lost);
        at.location.change(new org.hotcut.sip.api.location.Location.Change(Fixture.BOB, "c", 2, List.of(lost), List.of(), false));
        at.tell(Fixture.BOB, Event.LOST, lost);
        at.tell(Fixture.BOB, Event.REFRESHED, lost);
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void whoCameBackWhileItWasDecidedToKeepItGetsItAtOnce() {
        at.register("192.0.2.2");
        at.keep(at.message("one"));
        assertEquals("one", at.client.one().body());
    }

    @Test
    void whoseDevicesHaveJustFailedToTakeItGetsItWhenOneRegisters() {
        Binding binding = at.register("192.0.2.2");
        Fixture.get(at.events.keep(at.message("one"), true));
        assertEquals(List.of(), at.client.waiting());
        at.tell(Fixture.BOB, Event.REFRESHED, binding);
        assertEquals("one", at.client.one().body());
    }

    @Test
    void theSameMessageGivenTwiceIsKeptOnce() {
        at.keep(at.message("one"));
        assertEquals(Outcome.KEPT, at.keep(at.message("one")));
        assertEquals(List.of("one"), at.waiting());
    }

    @Test
    void thereAreLimitsAndTheyAreNamed() throws Exception {
        at.limits = Fixture.limits(2, 3, 10, 100_000);
        at.events.close();
        at.start();
        assertEquals(Outcome.TOO_LONG, at.keep(at.message("elevenbytes")));
        assertEquals(Outcome.TOO_LATE, at.keep(at.message("late", Fixture.ALICE, at.clock.millis())));
        at.keep(at.message("one"));
        at.keep(at.message("two"));
        assertEquals(Outcome.USER_FULL, at.keep(at.message("three")));
    }

    @Test
    void aSenderCannotFillEverybodysBoxes() throws Exception {
        at.limits = Fixture.limits(10, 1, 10, 100_000);
        at.events.close();
        at.start();
        at.keep(at.message("one"));
        assertEquals(Outcome.SENDER_FULL, at.keep(at.message("two")));
        assertEquals(Outcome.KEPT, at.keep(at.message("three", "carol@example.org", Long.MAX_VALUE)));
    }

    @Test
    void oneSenderFillsHalfOfAnothersBoxAtMost() throws Exception {
        at.limits = new Limits(5, 100, 50, 100, 3_600_000, 100_000, 3, 4, 1_000, 2, 100, 10_000);
        at.events.close();
        at.start();
        assertEquals(Outcome.KEPT, at.keep(at.message("one")));
        assertEquals(Outcome.KEPT, at.keep(at.message("two")));
        assertEquals(Outcome.SENDER_FULL, at.keep(at.message("three")));
        at.killAndStart();
        assertEquals(Outcome.SENDER_FULL, at.keep(at.message("three")));
        for (String text : List.of("four", "five")) {
            assertEquals(Outcome.KEPT, at.keep(at.message(text, "carol@example.org", Long.MAX_VALUE)));
        }
        at.register("192.0.2.2");
        at.answer(at.client.one(), RecordingClient.answer(200));
        assertEquals(Outcome.KEPT, at.keep(at.message("three")));
    }

    @Test
    void whatCannotBeSentForLackOfRoomIsSentLater() {
        at.keep(at.message("one"));
        at.client.refusal = RecordingClient.nobody(500);
        at.register("192.0.2.2");
        at.client.refusal = null;
        at.pass(4_999);
        assertEquals(List.of(), at.client.waiting());
        at.pass(1);
        assertEquals("one", at.client.one().body());
    }

    @Test
    void allTogetherHaveSoMuchRoom() throws Exception {
        at.limits = Fixture.limits(10, 10, 1_000, 3_500);
        at.events.close();
        at.start();
        assertEquals(Outcome.KEPT, at.keep(at.message("1" + "x".repeat(500))));
        assertEquals(Outcome.FULL, at.keep(at.message("2" + "x".repeat(500))));
    }

    @Test
    void rfc3428_5_whatIsTooOldIsForgotten() {
        at.keep(at.message("one"));
        at.keep(at.message("short", Fixture.ALICE, at.clock.millis() + 60_000));
        at.clock.advance(Duration.ofSeconds(61));
        at.loop.tick();
        assertEquals(List.of("one"), at.waiting());
        at.clock.advance(Duration.ofHours(1));
        at.loop.tick();
        assertEquals(List.of(), at.waiting());
    }

    @Test
    void theAdminMayForgetThem() {
        at.keep(at.message("one"));
        assertEquals(0, Fixture.get(at.events.purge(Fixture.ALICE)));
        assertEquals(1, Fixture.get(at.events.purge(Fixture.BOB)));
        assertEquals(List.of(), at.waiting());
    }

    @Test
    void whatWasKeptOutlivesKillNineAndWhatWasDeliveredDoesNot() throws Exception {
        at.keep(at.message("one"));
        at.keep(at.message("two"));
        at.register("192.0.2.2");
        at.answer(at.client.one(), RecordingClient.answer(200));
        at.client.one();
        at.killAndStart();
        assertEquals(List.of("two"), at.waiting());
        assertEquals("two", at.client.one().body());
        at.killAndStart();
        assertEquals(List.of("two"), at.waiting());
    }

    @Test
    void aRecordThatWasCutOffCostsNothingElse() throws Exception {
        at.keep(at.message("one"));
        at.events.close();
        try (Stream<Path> files = Files.list(at.data.resolve("events"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".journal")).toList()) {
                Files.write(file, new byte[] {'H', 'C', 'E', '1', 0, 0, 0}, StandardOpenOption.APPEND);
            }
        }
        at.start();
        assertEquals(List.of("one"), at.waiting());
        at.keep(at.message("two"));
        at.killAndStart();
        assertEquals(List.of("one", "two"), at.waiting());
    }

    @Test
    void onlyTheServersUserMayReadThem() throws Exception {
        at.keep(at.message("one"));
        try (Stream<Path> files = Files.walk(at.data.resolve("events"))) {
            assertTrue(files.allMatch(file -> {
                try {
                    return Files.getPosixFilePermissions(file).stream().noneMatch(each -> !each.name().startsWith("OWNER"));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
        }
    }

    @Test
    void whatIsAskedOfOneThatIsLeavingIsRefusedAsWork() throws Exception {
        at.events.close();
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> at.keep(at.message("one")));
        assertEquals(java.util.concurrent.RejectedExecutionException.class, refused.getCause().getCause().getClass());
        at.start();
    }
}
