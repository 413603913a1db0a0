package org.hotcut.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.hotcut.stun.ChannelData;
import org.hotcut.stun.SendIndication;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.junit.jupiter.api.Test;

class StunMutationsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 9);
    private static final int MANY = 20_000;

    @Test
    void theSameSeedMakesTheSameMessages() {
        StunMutations one = new StunMutations(3, PEER);
        StunMutations other = new StunMutations(3, PEER);
        for (int i = 0; i < 500; i++) {
            assertArrayEquals(one.next(null), other.next(null));
        }
        assertArrayEquals(one.stream(9, null), other.stream(9, null));
    }

    @Test
    void thereAreGoodOnesAndBadOnesOfEveryKind() {
        StunMutations mutations = new StunMutations(4, PEER);
        TurnLogin login = new TurnLogin(TurnLogin.Kind.SHA256, "alice", "secret");
        login.challenged(StunMessage.of(StunWriter.error(StunMessage.of(TurnClient.begin(1).bytes()), 401, "").text(0x14, "example.org").text(0x15, "n").passwordAlgorithms(2).bytes()));
        int stun = 0;
        int signed = 0;
        int channel = 0;
        int sent = 0;
        SendIndication send = new SendIndication();
        for (int i = 0; i < MANY; i++) {
            byte[] message = mutations.next(login);
            StunMessage read = StunMessage.of(message);
            stun += read != null ? 1 : 0;
            signed += read != null && read.isIntegritySha256Right(login.key()) ? 1 : 0;
            channel += ChannelData.isWhole(ByteBuffer.wrap(message)) ? 1 : 0;
            sent += send.read(ByteBuffer.wrap(message)) ? 1 : 0;
        }
        assertTrue(stun > MANY / 4 && stun < MANY * 3 / 4 && signed > MANY / 8 && channel > MANY / 40 && sent > MANY / 40, stun + " " + signed + " " + channel + " " + sent);
    }
}
