package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.bytes;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.XorAddress;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The addresses that are relayed from are behind a NAT. */
class NatTest {
    @TempDir
    Path data;

    @Test
    void twoClientsBehindOurNatMeetByTheAddressesThatTheyWereTold() throws Exception {
        try (Fixture fixture = new Fixture(data, Map.of("addresses", new String[] {"127.0.0.1=203.0.113.5"}))) {
            meet(fixture);
        }
    }

    private static void meet(Fixture fixture) throws Exception {
        fixture.policy.says("203.0.113.5", new Reach(Reach.Kind.RELAYS, List.of(), "our own relay address"));
        InetSocketAddress other = new InetSocketAddress("192.0.2.2", 40_000);
        TestSockets.Socket relay = fixture.allocated();
        TestSockets.Socket otherRelay = fixture.allocated(other);
        InetSocketAddress told = fixture.info(CLIENT).relayed().get(0);
        InetSocketAddress otherTold = fixture.info(other).relayed().get(0);
        assertEquals("Done[]", fixture.bindChannel(0x4000, otherTold));
        assertEquals("Done[]", fixture.ask(other, new Action.Permit(List.of(InetAddress.getByName("203.0.113.5")))));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        TestSockets.Sent sent = relay.take();
        assertEquals(otherRelay.local(), sent.to(), "the kernel brings it there; the NAT perhaps would not");
        otherRelay.receive(sent.bytes(), relay.local());
        StunMessage indication = StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes()));
        assertEquals(told, XorAddress.read(indication.attribute(Stun.XOR_PEER_ADDRESS), indication.transactionId()));
        fixture.front.receive(Fixture.send(told, "answer"), other);
        relay.receive(otherRelay.take().bytes(), otherRelay.local());
        assertArrayEquals(channelData(0x4000, "answer"), fixture.front.take().bytes());
        relay.receive(bytes("who?"), new InetSocketAddress("127.0.0.1", 1));
        assertNull(fixture.front.take(), "another port of ours is no relayed address");
    }
}
