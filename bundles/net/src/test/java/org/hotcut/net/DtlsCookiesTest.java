package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DatagramSender;
import org.hotcut.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class DtlsCookiesTest {
    private static final byte[] CLIENT = {127, 0, 0, 1, 0, 7};
    /** Behind the headers of the record and the message, and the version. */
    private static final int COOKIE_LENGTH_AT = 13 + 12 + 2;

    private final ManualClock clock = new ManualClock();
    private final DtlsCookies cookies = new DtlsCookies(new DtlsCrypto(new SecureRandom()), clock);
    private final List<byte[]> answers = new ArrayList<>();
    private final DatagramSender client = new DatagramSender() {
        @Override
        public int getSendLimit() {
            return 1500;
        }

        @Override
        public void send(byte[] bytes, int from, int count) {
            answers.add(Arrays.copyOfRange(bytes, from, from + count));
        }
    };

    /** A ClientHello of DTLS 1.2 with one suite and no extensions. */
    private static byte[] hello(byte[] cookie) {
        int body = 2 + 32 + 1 + 1 + cookie.length + 4 + 2;
        ByteBuffer hello = ByteBuffer.allocate(13 + 12 + body);
        hello.put((byte) 22).putShort((short) 0xfefd).putShort((short) 0).putShort((short) 0).putInt(0).putShort((short) (12 + body));
        hello.put((byte) 1).put((byte) 0).putShort((short) body).putShort((short) 0).put(new byte[3]).put((byte) 0).putShort((short) body);
        hello.putShort((short) 0xfefd).put(new byte[32]).put((byte) 0).put((byte) cookie.length).put(cookie);
        return hello.putShort((short) 2).putShort((short) 0xc02b).put((byte) 1).put((byte) 0).array();
    }

    private DTLSRequest check(byte[] cookie) {
        answers.clear();
        return cookies.check(CLIENT, hello(cookie), client);
    }

    /** Returns what a HelloVerifyRequest gave. */
    private byte[] cookie() {
        assertNull(check(new byte[0]));
        assertEquals(1, answers.size());
        byte[] answer = answers.get(0);
        return Arrays.copyOfRange(answer, COOKIE_LENGTH_AT + 1, COOKIE_LENGTH_AT + 1 + answer[COOKIE_LENGTH_AT]);
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    @Test
    void aCookieIsGoodForThePeriodThatFollowsItsOwn() {
        byte[] cookie = cookie();
        assertNotNull(check(cookie));
        pass(DtlsCookies.PERIOD_MILLIS - 1);
        assertNotNull(check(cookie));
        pass(DtlsCookies.PERIOD_MILLIS - 1);
        assertNotNull(check(cookie), "the secret of before");
        assertEquals(0, answers.size());
        pass(DtlsCookies.PERIOD_MILLIS);
        assertNull(check(cookie));
        assertEquals(1, answers.size(), "who shows an old one is given another");
    }

    @Test
    void nobodyHavingComeMeanwhileItIsNotGoodForLonger() {
        byte[] cookie = cookie();
        pass(2 * DtlsCookies.PERIOD_MILLIS);
        assertNull(check(cookie));
        assertNotNull(check(cookie()));
    }

    @Test
    void theNewCookieIsGoodBesideTheOldOne() {
        byte[] old = cookie();
        pass(DtlsCookies.PERIOD_MILLIS);
        byte[] young = cookie();
        assertNotNull(check(young));
        assertNotNull(check(old));
    }

    @Test
    void itIsGoodForNobodyElse() {
        byte[] cookie = cookie();
        assertNull(cookies.check(new byte[] {127, 0, 0, 1, 0, 8}, hello(cookie), client));
        pass(DtlsCookies.PERIOD_MILLIS);
        assertNull(cookies.check(new byte[] {127, 0, 0, 1, 0, 8}, hello(cookie), client));
    }

    @Test
    void aReservedVersionIsNoFaultOfOurs() {
        for (int at : new int[] {1, 13 + 12}) {
            byte[] hello = hello(new byte[0]);
            ByteBuffer.wrap(hello).putShort(at, (short) 0xfefe);
            assertNull(cookies.check(CLIENT, hello, client));
        }
        assertEquals(0, answers.size());
        assertNotNull(check(cookie()));
    }

    @Test
    void aHelloThatEndsAnywhereIsNone() {
        byte[] whole = hello(cookie());
        pass(DtlsCookies.PERIOD_MILLIS);
        cookie();
        answers.clear();
        for (int length = 0; length < whole.length; length++) {
            assertNull(cookies.check(CLIENT, Arrays.copyOf(whole, length), client));
        }
        assertEquals(0, answers.size());
    }
}
