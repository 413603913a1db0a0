package org.hotcut.sip.core.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.api.push.Push.Outcome;
import org.hotcut.sip.api.push.PushRequest;
import org.hotcut.sip.api.push.PushSender;
import org.hotcut.testkit.ManualClock;
import org.hotcut.testkit.ManualLoops;
import org.junit.jupiter.api.Test;

class PushesTest {
    private static final List<String> FCM = List.of("fcm");

    /** A push service that keeps what it was asked for and answers as it is told. */
    private static final class Recorder implements PushSender {
        private final List<String> woken = new ArrayList<>();
        private CompletionStage<Void> answer = CompletableFuture.completedFuture(null);

        @Override
        public CompletionStage<Void> wake(PushRequest request) {
            woken.add(request.prid());
            return answer;
        }

        Recorder answer(CompletionStage<Void> next) {
            answer = next;
            return this;
        }
    }

    private record Settings(int quietSeconds, int pushesPerSecond) implements Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return Config.class;
        }
    }

    private final ManualClock clock = new ManualClock();
    private final ManualLoops loops = new ManualLoops(clock);
    private final Pushes pushes = new Pushes(loops, new Settings(5, 10), clock::millis, 50);
    private final Recorder sender = new Recorder();

    private static PushRequest device(String prid) {
        return new PushRequest("fcm", prid, null, "bob@example.org", "INVITE");
    }

    private CompletableFuture<Outcome> wake(String prid) {
        return pushes.wake(device(prid)).toCompletableFuture();
    }

    @Test
    void theSenderThatBearsTheNameIsAsked() {
        pushes.bind(FCM, sender, 0, 1, "test");
        assertEquals(Outcome.SENT, wake("a").join());
        assertEquals(Outcome.UNKNOWN, pushes.wake(new PushRequest("apns", "a", null, "bob@example.org", "INVITE")).toCompletableFuture().join());
        assertEquals(List.of("a"), sender.woken);
    }

    @Test
    void aSenderMayServeSeveralAndNamesAreOfAnyCase() {
        pushes.bind(Pushes.names("FCM, apns", "webpush,"), sender, 0, 1, "test");
        assertEquals(List.of("apns", "fcm", "webpush"), pushes.providers());
        assertTrue(pushes.accepts("APNS"));
        assertFalse(pushes.accepts("log"));
    }

    @Test
    void ofTwoSendersTheHigherRankingThenTheNewerIsAsked() {
        Recorder newer = new Recorder();
        Recorder ranked = new Recorder();
        pushes.bind(FCM, sender, 0, 1, "old");
        pushes.bind(FCM, newer, 0, 2, "new");
        wake("a");
        pushes.bind(FCM, ranked, 5, 0, "ranked");
        wake("b");
        assertEquals(List.of(), sender.woken);
        assertEquals(List.of("a"), newer.woken);
        assertEquals(List.of("b"), ranked.woken);
    }

    @Test
    void whileTheSenderIsSwappedItsServiceIsKnownAndPushesWait() {
        pushes.bind(FCM, sender, 0, 1, "test");
        pushes.unbind(FCM, 1);
        loops.advance(Duration.ofSeconds(7));
        assertTrue(pushes.accepts("fcm"));
        CompletableFuture<Outcome> outcome = wake("a");
        assertFalse(outcome.isDone());
        Recorder next = new Recorder();
        pushes.bind(FCM, next, 0, 2, "next");
        assertEquals(Outcome.SENT, outcome.join());
        assertEquals(List.of("a"), next.woken);
    }

    @Test
    void aSenderThatDoesNotComeBackIsUnknownAfterEightSeconds() {
        pushes.bind(FCM, sender, 0, 1, "test");
        pushes.unbind(FCM, 1);
        CompletableFuture<Outcome> outcome = wake("a");
        loops.advance(Duration.ofSeconds(8));
        assertEquals(Outcome.UNKNOWN, outcome.join());
        assertFalse(pushes.accepts("fcm"));
        assertEquals(List.of(), pushes.providers());
    }

    @Test
    void whatASenderHasNotDoneWhenItLeavesGoesToTheNext() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        pushes.bind(FCM, sender.answer(slow), 0, 1, "test");
        CompletableFuture<Outcome> outcome = wake("a");
        loops.enter(-1);
        pushes.unbind(FCM, 1);
        slow.completeExceptionally(new IllegalStateException("too late"));
        assertFalse(outcome.isDone(), "what a fenced sender says does not count");
        Recorder next = new Recorder();
        pushes.bind(FCM, next, 0, 2, "next");
        assertEquals(Outcome.SENT, outcome.join());
        assertEquals(List.of("a"), next.woken);
    }

    @Test
    void aSenderThatLeavesMayFinish() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        Pushes patient = new Pushes(loops, new Settings(5, 10), clock::millis, 20_000);
        patient.bind(FCM, sender.answer(slow), 0, 1, "test");
        CompletableFuture<Outcome> outcome = patient.wake(device("a")).toCompletableFuture();
        loops.enter(-1);
        Thread leaving = new Thread(() -> patient.unbind(FCM, 1));
        leaving.start();
        while (leaving.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        slow.complete(null);
        leaving.join(60_000);
        assertEquals(Outcome.SENT, outcome.join());
    }

    @Test
    void aSenderThatFailsOrThrowsOrHangsHasFailed() {
        pushes.bind(FCM, sender.answer(CompletableFuture.failedFuture(new IllegalStateException("no such device"))), 0, 1, "test");
        assertEquals(Outcome.FAILED, wake("a").join());
        sender.answer(null);
        assertEquals(Outcome.FAILED, wake("b").join());
        sender.answer(new CompletableFuture<>());
        CompletableFuture<Outcome> hanging = wake("c");
        loops.advance(Duration.ofSeconds(33));
        assertEquals(Outcome.FAILED, hanging.join());
    }

    @Test
    void aDeviceIsNotPushedAgainWithinTheQuietTime() {
        pushes.bind(FCM, sender, 0, 1, "test");
        assertEquals(Outcome.SENT, wake("a").join());
        loops.advance(Duration.ofMillis(4_999));
        assertEquals(Outcome.RECENT, wake("a").join());
        assertEquals(Outcome.SENT, wake("b").join());
        loops.advance(Duration.ofMillis(1));
        assertEquals(Outcome.SENT, wake("a").join());
        assertEquals(List.of("a", "b", "a"), sender.woken);
    }

    @Test
    void aDeviceThatHasRegisteredAndSleepsAgainIsPushedAgain() {
        pushes.bind(FCM, sender, 0, 1, "test");
        wake("a");
        pushes.changed("bob@example.org", List.of(new LocationListener.Change(LocationListener.Event.LOST, null)));
        pushes.changed("carol@example.org", List.of(new LocationListener.Change(LocationListener.Event.REFRESHED, null)));
        assertEquals(Outcome.RECENT, wake("a").join());
        pushes.changed("bob@example.org", List.of(new LocationListener.Change(LocationListener.Event.REFRESHED, null)));
        assertEquals(Outcome.SENT, wake("a").join());
        assertEquals(Outcome.RECENT, wake("a").join());
    }

    @Test
    void aDeviceIsNotPushedWhileItIsBeingPushedAndAtOnceAfterAPushThatFailed() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        pushes.bind(FCM, sender.answer(slow), 0, 1, "test");
        wake("a");
        loops.advance(Duration.ofSeconds(20));
        assertEquals(Outcome.RECENT, wake("a").join());
        slow.completeExceptionally(new IllegalStateException("refused"));
        sender.answer(CompletableFuture.completedFuture(null));
        assertEquals(Outcome.SENT, wake("a").join());
    }

    @Test
    void soManyArePushedInASecondAndNoMore() {
        pushes.bind(FCM, sender, 0, 1, "test");
        for (int i = 0; i < 10; i++) {
            assertEquals(Outcome.SENT, wake("device " + i).join());
        }
        assertEquals(Outcome.TOO_MANY, wake("one more").join());
        loops.advance(Duration.ofMillis(100));
        assertEquals(Outcome.SENT, wake("one more").join());
        assertEquals(Outcome.TOO_MANY, wake("and one more").join());
    }

    @Test
    void soManyWaitForASenderAndNoMore() {
        pushes.modified(new Settings(5, 100_000));
        pushes.bind(FCM, sender.answer(new CompletableFuture<>()), 0, 1, "test");
        for (int i = 0; i < Desk.MOST; i++) {
            assertFalse(wake("device " + i).isDone());
        }
        assertEquals(Outcome.TOO_MANY, wake("one more").join());
    }

    @Test
    void theAdminSeesWhoServesAndWhatCameOfIt() {
        pushes.bind(FCM, sender, 0, 1, "org.example.push 1.0.0");
        wake("a");
        wake("a");
        assertEquals("{fcm={bundle=org.example.push 1.0.0, under way=0}, sent=1, recent=1, too many=0, unknown=0, failed=0}", pushes.status().toString());
    }
}
