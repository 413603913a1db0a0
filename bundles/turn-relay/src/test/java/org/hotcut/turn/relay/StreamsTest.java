package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.PEER;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.hotcut.turn.relay.Fixture.bytes;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.hotcut.turn.relay.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;
import org.hotcut.turn.api.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {
    @TempDir
    Path data;
    private Fixture fixture;
    private Flow flow;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
        fixture.flows.tell(fixture.relay);
        flow = fixture.flows.open(Protocol.TLS, "192.0.2.1", 50_000);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void receive(int loop, byte[] message) {
        fixture.loops.execute(loop, () -> fixture.relay.receive(flow, ByteBuffer.wrap(message)));
    }

    private String ask(Action action) {
        receive(1, fixture.request(action));
        return fixture.flows.sent(flow).get(fixture.flows.sent(flow).size() - 1);
    }

    private byte[] last() {
        return fixture.flows.sent().get(fixture.flows.sent().size() - 1).bytes();
    }

    private TestSockets.Socket allocated() {
        ask(allocate());
        return fixture.relaySocket(flow.remote());
    }

    @Test
    void aConnectionsAllocationIsOnItsLoop() {
        TestSockets.Socket relay = allocated();
        assertEquals(1, relay.loop());
        assertEquals("tls 192.0.2.1:50000", fixture.info(flow.remote()).client().toString());
    }

    @Test
    void aConnectionOfALoopThatRelaysNothingIsServedByAnother() {
        receive(2, fixture.request(allocate()));
        assertNotNull(fixture.info(flow.remote()));
    }

    @Test
    void channelDataIsPaddedOnItsWayToTheClient() {
        TestSockets.Socket relay = allocated();
        assertEquals("Done[]", ask(new Action.Bind(0x4000, PEER)));
        receive(1, Arrays.copyOf(channelData(0x4000, "hello"), 12));
        assertEquals("hello", text(relay.take()));
        relay.receive(bytes("hello"), PEER);
        assertArrayEquals(Arrays.copyOf(channelData(0x4000, "hello"), 12), last());
    }

    @Test
    void sendAndDataAreIndicationsAsOverUdp() throws Exception {
        TestSockets.Socket relay = allocated();
        ask(new Action.Permit(List.of(InetAddress.getByName("198.51.100.7"))));
        receive(1, Fixture.send(PEER, "hello"));
        assertEquals("hello", text(relay.take()));
        relay.receive(bytes("hello"), PEER);
        assertEquals(ByteBuffer.wrap(bytes("hello")), StunMessage.of(ByteBuffer.wrap(last())).attribute(Stun.DATA));
    }

    @Test
    void whenTheConnectionClosesItsAllocationEnds() {
        TestSockets.Socket relay = allocated();
        fixture.flows.lose(flow);
        assertNull(fixture.info(flow.remote()));
        assertEquals(true, relay.isClosed);
    }

    @Test
    void aConnectionsAllocationIsNotKeptOverARestart() throws Exception {
        allocated();
        fixture.close();
        fixture = new Fixture(data, fixture.clock, java.util.Map.of());
        assertEquals(List.of(), fixture.admin.allocations());
    }

    @Test
    void messagesEndWhereTheySay() throws Exception {
        byte[] request = Fixture.request();
        byte[] channel = Arrays.copyOf(channelData(0x4000, "hello"), 12);
        assertEquals(request.length, fixture.relay.frame(ByteBuffer.wrap(Arrays.copyOf(request, 60)), 0));
        assertEquals(12, fixture.relay.frame(ByteBuffer.wrap(Arrays.copyOf(channel, 20)), 0));
        for (int i = 0; i < channel.length; i++) {
            assertEquals(0, fixture.relay.frame(ByteBuffer.wrap(channel, 0, i), 0));
        }
        assertThrows(FramingException.class, () -> fixture.relay.frame(ByteBuffer.wrap(bytes("\26\3\1\2\0\1\0\1")), 0));
        assertThrows(FramingException.class, () -> fixture.relay.frame(ByteBuffer.wrap(bytes("\0\1\0\0 no cookie")), 0));
    }

    @Test
    void whatAClientSendsFirstIsToldFromOtherProtocols() {
        String first = new String(Fixture.request(), java.nio.charset.StandardCharsets.ISO_8859_1);
        java.util.regex.Pattern pattern = java.util.regex.Pattern.compile(RelayComponent.FIRST);
        assertEquals(true, pattern.matcher(first).lookingAt());
        assertEquals(false, pattern.matcher("\26\3\1\2\0\1\0\1\374\3\3").lookingAt());
        assertEquals(false, pattern.matcher("REGISTER sip:example.org SIP/2.0\r\n").lookingAt());
    }
}
