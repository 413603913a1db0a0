package org.hotcut.sip.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions.Outcome;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.hotcut.sip.events.RecordingClient.Sent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionsTest {
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
    void rfc6665_4_2_2_theFirstNotifyComesAtOnceAndHasWhatItMustHave() {
        assertEquals(Outcome.DONE, at.subscribe(at.subscription("reg", "c")));
        Sent notify = at.client.one();
        assertEquals("NOTIFY", notify.request().method());
        assertEquals("sip:alice@192.0.2.1", notify.request().uri());
        assertEquals("<sip:bob@example.org>;tag=ours", notify.request().from());
        assertEquals("<sip:alice@example.org>;tag=hers", notify.request().to());
        assertEquals("c", notify.request().callId());
        assertEquals(1, notify.request().cseq());
        assertEquals("reg", notify.header("Event"));
        assertEquals("active;expires=600", notify.header("Subscription-State"));
        assertEquals("text/reg", notify.header("Content-Type"));
        assertEquals("reg 0:", notify.body());
        assertEquals(List.of("<sip:192.0.2.9;lr>"), notify.target().route());
    }

    @Test
    void rfc3680_4_8_aRegistrationIsToldOneNotifyAfterTheOther() {
        subscribed("reg");
        at.pass(2_000);
        at.register("192.0.2.2");
        Sent first = at.client.one();
        assertEquals("reg 1:sip:x@192.0.2.2", first.body());
        assertEquals(2, first.request().cseq());
        at.register("192.0.2.3");
        at.pass(5_000);
        assertEquals(List.of(), at.client.waiting());
        at.answer(first, RecordingClient.answer(200));
        at.pass(0);
        assertEquals(3, at.client.one().request().cseq());
    }

    @Test
    void rfc6665_5_4_10_notMoreOftenThanTheIntervalAndTheLastStateWins() {
        subscribed("reg");
        for (int i = 2; i < 9; i++) {
            at.register("192.0.2." + i);
        }
        assertEquals(List.of(), at.client.waiting());
        at.pass(1_000);
        Sent notify = at.client.one();
        assertTrue(notify.body().contains("192.0.2.2") && notify.body().contains("192.0.2.8"), notify.body());
    }

    @Test
    void rfc3680_4_10_rfc3856_6_10_whatIsShippedWaitsFiveSeconds() throws Exception {
        at.limits = Limits.of(Defaults.of(Config.class));
        at.events.close();
        at.start();
        subscribed("reg");
        at.register("192.0.2.2");
        at.pass(4_999);
        assertEquals(List.of(), at.client.waiting());
        at.pass(1);
        assertEquals("reg 1:sip:x@192.0.2.2", at.client.one().body());
    }

    @Test
    void bodiesThatTakeLongToWriteLeaveTheLoopToOthersInBetween() {
        at.events.bindPackage(new EventPackage() {
            @Override
            public String contentType() {
                return "text/slow";
            }

            @Override
            public byte[] render(EventState state) {
                long end = System.nanoTime() + 11_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                return at.packages.get("reg").render(state);
            }
        }, Fixture.properties("slow"));
        for (String callId : List.of("1", "2", "3")) {
            at.subscribe(at.subscription("slow", callId));
            at.answer(at.client.one(), RecordingClient.answer(200));
        }
        at.register("192.0.2.2");
        at.pass(1_000);
        assertEquals(1, at.client.waiting().size());
        at.pass(0);
        at.pass(0);
        assertEquals(3, at.client.waiting().size());
    }

    @Test
    void whatHasNotChangedIsNotTold() {
        Binding binding = at.register("192.0.2.2");
        subscribed("presence");
        at.pass(2_000);
        at.tell(Fixture.BOB, Event.REFRESHED, binding);
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void rfc3680_5_whatHasGoneIsToldOnce() {
        Binding binding = at.register("192.0.2.2");
        subscribed("reg");
        at.pass(2_000);
        at.location.change(new org.hotcut.sip.api.location.Location.Change(Fixture.BOB, "c", 2, List.of(), List.of(), true));
        at.tell(Fixture.BOB, Event.EXPIRED, binding);
        Sent notify = at.client.one();
        assertEquals("reg 1:EXPIRED=sip:x@192.0.2.2", notify.body());
        at.answer(notify, RecordingClient.answer(200));
        at.pass(2_000);
        at.register("192.0.2.3");
        assertEquals("reg 2:sip:x@192.0.2.3", at.client.one().body());
    }

    @Test
    void rfc6665_4_2_1_4_aRefreshIsAnsweredWithTheStateAndHoldsLonger() {
        Subscription subscription = subscribed("reg");
        at.pass(300_000);
        assertEquals(Outcome.DONE, at.refresh(subscription, 2, at.clock.millis() + 600_000));
        Sent notify = at.client.one();
        assertEquals("active;expires=600", notify.header("Subscription-State"));
        at.answer(notify, RecordingClient.answer(200));
        at.pass(400_000);
        assertEquals(List.of(), at.client.waiting());
        assertEquals(1, Fixture.get(at.events.subscriptions(10)).size());
    }

    @Test
    void rfc6665_4_1_2_3_expiresZeroEndsItWithALastNotify() {
        Subscription subscription = subscribed("reg");
        assertEquals(Outcome.DONE, at.refresh(subscription, 2, at.clock.millis()));
        Sent notify = at.client.one();
        assertEquals("terminated;reason=timeout", notify.header("Subscription-State"));
        at.answer(notify, RecordingClient.answer(200));
        assertEquals(Outcome.NONE, at.refresh(subscription, 3, at.clock.millis() + 600_000));
        at.register("192.0.2.2");
        at.pass(2_000);
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void rfc6665_4_2_1_2_whoRefreshesOrEndsItWhileHeIsBeingToldIsAnsweredAtOnceAfterwards() {
        Subscription subscription = at.subscription("reg", "c");
        at.subscribe(subscription);
        Sent first = at.client.one();
        at.refresh(subscription, 2, at.clock.millis() + 500_000);
        assertEquals(List.of(), at.client.waiting());
        at.answer(first, RecordingClient.answer(200));
        at.pass(0);
        Sent second = at.client.one();
        assertEquals("active;expires=500", second.header("Subscription-State"));
        at.refresh(subscription, 3, at.clock.millis());
        at.answer(second, RecordingClient.answer(200));
        at.pass(0);
        assertEquals("terminated;reason=timeout", at.client.one().header("Subscription-State"));
    }

    @Test
    void rfc6665_4_4_3_whoWantsToKnowOnceIsToldOnce() {
        at.subscribe(at.subscription("reg", "c", null, 0, at.clock.millis()));
        assertEquals("terminated;reason=timeout", at.client.one().header("Subscription-State"));
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void rfc6665_4_4_1_whoDoesNotRefreshIsToldThatItIsOver() {
        subscribed("reg");
        at.pass(600_000);
        assertEquals("terminated;reason=timeout", at.client.one().header("Subscription-State"));
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void rfc6665_4_2_1_4_aRefreshThatCameTooLateOrIsSomebodyElsesIsNone() {
        Subscription subscription = subscribed("reg");
        Subscription others = new Subscription("reg", null, Fixture.BOB, "mallory@example.org", "c-reg", "ours", "", "", "", List.of(), null, 0, 1, 0, false);
        assertEquals(Outcome.NONE, at.refresh(others, 2, at.clock.millis() + 600_000));
        assertEquals(Outcome.NONE, at.refresh(at.subscription("presence", "c-reg"), 2, at.clock.millis() + 600_000));
        assertEquals(Outcome.NONE, at.refresh(at.subscription("reg", "unknown"), 2, at.clock.millis() + 600_000));
        assertEquals(Outcome.DONE, at.refresh(subscription, 5, at.clock.millis() + 600_000));
        assertEquals(Outcome.OUT_OF_ORDER, at.refresh(subscription, 4, at.clock.millis() + 600_000));
    }

    @Test
    void aTagIsFoundWhereverItStands() {
        Subscription s = at.subscription("reg", "c");
        at.subscribe(new Subscription(s.eventPackage(), null, s.address(), s.watcher(), s.callId(), s.tag(), s.local(), "<sip:alice@example.org> ; Tag=HERS ;x=y", s.contact(),
            s.route(), null, 0, 1, s.expiresAt(), false));
        assertEquals(Outcome.DONE, at.refresh(s, 2, s.expiresAt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 481, 489, 500, 603})
    void rfc6665_4_2_2_aWatcherWhoSaysNoIsNotToldAgain(int status) {
        at.subscribe(at.subscription("reg", "c"));
        at.answer(at.client.one(), RecordingClient.answer(status));
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void rfc6665_4_2_2_aWatcherWhoSaysNothingFor32SecondsIsForgotten() {
        at.subscribe(at.subscription("reg", "c"));
        at.answer(at.client.one(), RecordingClient.nobody(408));
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void rfc6665_4_2_2_aWatcherWhoAsksForTimeIsToldAgainAfterwards() {
        at.subscribe(at.subscription("reg", "c"));
        at.answer(at.client.one(), RecordingClient.answer(503, "Retry-After: 30 (busy)"));
        at.pass(29_000);
        assertEquals(List.of(), at.client.waiting());
        at.pass(1_000);
        assertEquals(2, at.client.one().request().cseq());
    }

    @Test
    void rfc6665_4_2_2_whatCannotBeSentForLackOfRoomIsSentLaterWithTheLastState() {
        subscribed("reg");
        at.pass(2_000);
        at.client.refusal = RecordingClient.nobody(500);
        at.register("192.0.2.2");
        assertEquals(1, at.client.refused.get());
        at.register("192.0.2.3");
        at.pass(999);
        assertEquals(1, at.client.refused.get(), "one try waits, whatever happens meanwhile");
        at.pass(1);
        assertEquals(2, at.client.refused.get());
        at.pass(1_999);
        assertEquals(2, at.client.refused.get(), "the next waits twice as long");
        at.client.refusal = null;
        at.pass(1);
        Sent notify = at.client.one();
        assertTrue(notify.body().startsWith("reg 1:") && notify.body().contains("192.0.2.2") && notify.body().contains("192.0.2.3"), notify.body());
        assertEquals(2, notify.request().cseq(), "no number is left out");
        at.answer(notify, RecordingClient.answer(200));
        at.pass(60_000);
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void rfc6665_4_2_2_aWatcherWhoDoesNotReadHisConnectionIsToldWhenHeDoes() {
        Flow line = at.flows.open(Protocol.TLS, "192.0.2.1", 40_000);
        at.client.refusal = RecordingClient.nobody(503);
        at.subscribe(at.subscription("reg", "c", line, 0, at.clock.millis() + 600_000));
        assertEquals(1, Fixture.get(at.events.subscriptions(10)).size());
        at.client.refusal = null;
        at.pass(1_000);
        assertEquals(line, at.client.one().target().flow());
    }

    @Test
    void rfc6665_4_4_1_theEndIsToldLaterTooButNotForever() {
        for (String callId : List.of("1", "2")) {
            at.subscribe(at.subscription("reg", callId));
            at.answer(at.client.one(), RecordingClient.answer(200));
        }
        at.client.refusal = RecordingClient.nobody(500);
        at.pass(600_000);
        at.client.refusal = null;
        at.pass(1_000);
        assertEquals(List.of("terminated;reason=timeout", "terminated;reason=timeout"), at.client.waiting().stream().map(sent -> sent.header("Subscription-State")).toList());
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void rfc6665_4_4_1_anEndThatNobodyCanBeToldIsForgottenAfterHalfAMinute() {
        subscribed("reg");
        at.client.refusal = RecordingClient.nobody(500);
        at.pass(600_000);
        for (int i = 0; i < 40; i++) {
            at.pass(1_000);
        }
        at.client.refusal = null;
        at.pass(60_000);
        assertEquals(List.of(), at.client.waiting());
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void rfc6665_4_1_3_whoMayNotKnowAnyMoreIsToldThatAndNothingElse() {
        Subscription subscription = subscribed("reg");
        at.register("192.0.2.2");
        assertEquals(List.of(), at.client.waiting(), "not more often than the rate says");
        end(subscription, "rejected");
        Sent last = at.client.one();
        assertEquals("terminated;reason=rejected", last.header("Subscription-State"));
        assertEquals("reg", last.header("Event"));
        assertNull(last.header("Content-Type"));
        assertNull(last.body());
        assertEquals(2, last.request().cseq());
        assertEquals(Outcome.NONE, at.refresh(subscription, 2, at.clock.millis() + 600_000));
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
        at.answer(last, RecordingClient.answer(200));
        at.register("192.0.2.3");
        at.pass(5_000);
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void rfc6665_4_1_3_whoIsBeingToldSomethingIsToldTheEndAfterwards() {
        Subscription subscription = at.subscription("reg", "c");
        at.subscribe(subscription);
        Sent first = at.client.one();
        end(subscription, "noresource");
        at.pass(5_000);
        assertEquals(List.of(), at.client.waiting());
        at.answer(first, RecordingClient.answer(200));
        at.pass(1_000);
        assertEquals("terminated;reason=noresource", at.client.one().header("Subscription-State"));
        end(subscription, "rejected");
        assertEquals(List.of(), at.client.waiting());
    }

    @Test
    void rfc6665_4_1_3_killNineDoesNotBringBackWhatWasEnded() throws Exception {
        Subscription subscription = subscribed("reg");
        at.client.refusal = RecordingClient.nobody(500);
        end(subscription, "rejected");
        assertNull(Fixture.get(at.events.find(subscription.callId(), subscription.tag())));
        at.killAndStart();
        at.client.refusal = null;
        at.pass(20_000);
        assertEquals(List.of(), at.client.waiting());
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void whoIsAskedForIsFoundByHisDialog() throws Exception {
        Subscription subscription = subscribed("reg");
        assertEquals(subscription, Fixture.get(at.events.find(subscription.callId(), subscription.tag())));
        assertNull(Fixture.get(at.events.find(subscription.callId(), "other")));
        at.killAndStart();
        assertEquals(subscription, Fixture.get(at.events.find(subscription.callId(), subscription.tag())));
    }

    private void end(Subscription subscription, String reason) {
        Fixture.get(at.events.end(subscription.callId(), subscription.tag(), reason));
        at.loop.tick();
    }

    @Test
    void aWatcherWhoseConnectionIsGoneIsToldByHisNextOne() {
        Flow first = at.flows.open(Protocol.TLS, "192.0.2.1", 40_000);
        at.location.bind(Fixture.ALICE, "sip:alice@192.0.2.1", first);
        Binding device = at.location.find(Fixture.ALICE).get(0);
        at.subscribe(at.subscription("reg", "c", first, device.key(), at.clock.millis() + 600_000));
        Sent notify = at.client.one();
        assertEquals(first, notify.target().flow());
        assertTrue(notify.target().strict());
        at.answer(notify, RecordingClient.answer(200));
        at.flows.lose(first);
        at.location.bind(device.unreachable());
        at.location.change(new org.hotcut.sip.api.location.Location.Change(Fixture.ALICE, "c", 2, List.of(device.unreachable()), List.of(), false));
        at.pass(2_000);
        at.register("192.0.2.2");
        assertEquals(List.of(), at.client.waiting());
        Flow second = at.flows.open(Protocol.TLS, "192.0.2.1", 40_001);
        Binding back = new Binding(device.address(), device.contact(), device.path(), second, false, "node", null, 0, 1000, null, null, "t", "reg", 2,
            device.expiresAt(), true, device.key());
        at.location.change(new org.hotcut.sip.api.location.Location.Change(Fixture.ALICE, "c", 3, List.of(back), List.of(), false));
        at.tell(Fixture.ALICE, Event.REFRESHED, back);
        Sent late = at.client.one();
        assertEquals(second, late.target().flow());
        assertEquals("reg 1:sip:x@192.0.2.2", late.body());
    }

    @Test
    void whilePackageIsAwayItWaits() {
        EventPackage reg = at.packages.get("reg");
        subscribed("reg");
        at.events.unbindPackage(reg, Fixture.properties("reg"));
        at.pass(2_000);
        at.register("192.0.2.2");
        at.pass(3_000);
        assertEquals(List.of(), at.client.waiting());
        at.events.bindPackage(reg, Fixture.properties("reg"));
        at.pass(500);
        assertEquals("reg 1:sip:x@192.0.2.2", at.client.one().body());
    }

    @Test
    void aPackageThatFailsEndsNothing() {
        at.events.bindPackage(new EventPackage() {
            @Override
            public String contentType() {
                return "text/broken";
            }

            @Override
            public byte[] render(org.hotcut.sip.api.event.EventState state) {
                throw new IllegalStateException("a bug");
            }
        }, java.util.Map.of("hotcut.name", "reg", "service.id", 99L));
        at.subscribe(at.subscription("reg", "c"));
        assertEquals(List.of(), at.client.waiting());
        assertEquals(1, Fixture.get(at.events.subscriptions(10)).size());
    }

    @Test
    void givenTwiceItIsOne() {
        at.subscribe(at.subscription("reg", "c"));
        assertEquals(Outcome.DONE, at.subscribe(at.subscription("reg", "c")));
        assertEquals(1, Fixture.get(at.events.subscriptions(10)).size());
    }

    @Test
    void thereAreLimits() {
        for (String callId : List.of("1", "2", "3")) {
            assertEquals(Outcome.DONE, at.subscribe(at.subscription("reg", callId)));
        }
        assertEquals(Outcome.USER_FULL, at.subscribe(at.subscription("reg", "4")));
    }

    @Test
    void afterKillNineTheDialogGoesOnWhereItWas() throws Exception {
        Subscription subscription = subscribed("reg");
        at.pass(2_000);
        at.register("192.0.2.2");
        at.answer(at.client.one(), RecordingClient.answer(200));
        at.killAndStart();
        assertEquals(List.of(subscription), Fixture.get(at.events.subscriptions(10)));
        at.pass(11_000);
        assertEquals(List.of(), at.client.waiting(), "nothing has changed");
        at.register("192.0.2.3");
        Sent notify = at.client.one();
        assertEquals(3, notify.request().cseq());
        assertTrue(notify.body().startsWith("reg 2:"), notify.body());
        at.answer(notify, RecordingClient.answer(200));
        assertEquals(Outcome.DONE, at.refresh(subscription, 2, at.clock.millis()));
        at.killAndStart();
        assertEquals(List.of(), Fixture.get(at.events.subscriptions(10)));
    }

    @Test
    void aLineIsTheSameAfterARestart() throws Exception {
        Flow line = at.flows.udp("192.0.2.1", 5061);
        at.subscribe(at.subscription("reg", "c", line, 0, at.clock.millis() + 600_000));
        at.client.one();
        at.killAndStart();
        at.register("192.0.2.2");
        Sent notify = at.client.one();
        assertEquals(line, notify.target().flow());
        assertEquals(line.remote(), notify.target().flow().remote());
        assertFalse(notify.target().strict());
    }

    private Subscription subscribed(String eventPackage) {
        Subscription subscription = at.subscription(eventPackage, "c-" + eventPackage);
        at.subscribe(subscription);
        at.answer(at.client.one(), RecordingClient.answer(200));
        return subscription;
    }
}
