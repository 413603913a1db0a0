package org.hotcut.sip.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.hotcut.sip.api.push.Push;
import org.hotcut.sip.api.push.PushRequest;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices that are woken so that they register anew: RFC 8599 section 5.5. */
class RefreshesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String PUSH = "pn-provider=fcm;pn-prid=a%3Ab;pn-param=p";

    private final FakeLocation location = new FakeLocation();
    private final FakePush push = new FakePush("fcm");
    private boolean leaving;

    private void passMinute(Push to, boolean enabled) {
        new Refreshes(location, to, new TestConfig(3, 20, 20, false, enabled), () -> leaving, () -> NOW, 0).everyMinute();
    }

    private void bind(String parameters, long millisLeft) {
        location.bind(new Bound().contact("sip:bob@192.0.2.8:" + (5060 + location.size())).push(parameters).expiresAt(NOW + millisLeft).binding());
    }

    @ParameterizedTest
    @CsvSource({"180000, 1", "121000, 1", "60000, 1", "1, 1", "180001, 0", "3600000, 0", "0, 0", "-1, 0"})
    void rfc8599_5_5_aDeviceIsWokenBeforeItsRegistrationEndsWithTwoMinutesLeft(long millisLeft, int pushes) {
        bind(PUSH, millisLeft);
        passMinute(push, true);
        assertEquals(pushes, push.woken().size());
    }

    @Test
    void rfc8599_5_5_theSenderIsToldThatNobodyCalls() {
        bind(PUSH, 150_000);
        passMinute(push, true);
        assertEquals(List.of(new PushRequest("fcm", "a:b", "p", "bob@example.org", "REGISTER")), push.woken());
    }

    @Test
    void rfc8599_5_5_whoHasNotComeIsWokenAgainAMinuteLaterWhoeverBearsTheNameThen() {
        bind(PUSH, 150_000);
        passMinute(push, true);
        passMinute(push, true);
        assertEquals(2, push.woken().size());
    }

    @Test
    void rfc8599_5_5_whoHasRegisteredAnewIsLeftAlone() {
        bind(PUSH, 3_600_000);
        passMinute(push, true);
        assertEquals(List.of(), push.woken());
    }

    @Test
    void rfc8599_5_5_whoCannotBeWokenIsNot() {
        bind(null, 150_000);
        bind("pn-provider=other;pn-prid=1", 150_000);
        bind("pn-provider=fcm", 150_000);
        passMinute(push, true);
        assertEquals(List.of(), push.woken());
    }

    @Test
    void anAdminMaySwitchItOff() {
        bind(PUSH, 150_000);
        passMinute(push, false);
        assertEquals(List.of(), push.woken());
    }

    @Test
    void whoIsStoppedLeavesTheOthersToTheNextBearerOfTheName() {
        IntStream.range(0, 3 * Refreshes.AT_ONCE).forEach(i -> bind("pn-provider=fcm;pn-prid=" + i, 150_000));
        Thread.currentThread().interrupt();
        passMinute(push, true);
        assertTrue(Thread.interrupted());
        assertEquals(Refreshes.AT_ONCE, push.woken().size());
    }

    @Test
    void noSwapWaitsForItToComeToItsEnd() {
        IntStream.range(0, 3 * Refreshes.AT_ONCE).forEach(i -> bind("pn-provider=fcm;pn-prid=" + i, 150_000));
        leaving = true;
        passMinute(push, true);
        assertEquals(Refreshes.AT_ONCE, push.woken().size());
        leaving = false;
        passMinute(push, true);
        assertEquals(4 * Refreshes.AT_ONCE, push.woken().size());
    }

    @Test
    void whenThereAreTooManyTheOthersWaitForTheNextMinute() {
        IntStream.range(0, 100).forEach(i -> bind("pn-provider=fcm;pn-prid=" + i, 150_000));
        List<PushRequest> asked = new ArrayList<>();
        Push full = new Push() {
            @Override
            public boolean accepts(String provider) {
                return true;
            }

            @Override
            public List<String> providers() {
                return List.of("fcm");
            }

            @Override
            public CompletionStage<Outcome> wake(PushRequest request) {
                asked.add(request);
                return CompletableFuture.completedFuture(asked.size() > 70 ? Outcome.TOO_MANY : Outcome.SENT);
            }
        };
        passMinute(full, true);
        assertEquals(71, asked.size());
    }
}
