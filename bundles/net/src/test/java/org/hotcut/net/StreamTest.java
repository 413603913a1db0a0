package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamTest {
    private static final Limits IMPATIENT = new Limits(4096, 100, 50, 1000, 0, 1000, 0);

    private final NetFixture fixture = new NetFixture();
    private final List<Flow> closed = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private LineTransport echo() {
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tcp");
        return transport;
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    void answersOverTheConnectionItCameBy(Sockets sockets) throws IOException {
        try (NetFixture other = new NetFixture(sockets, 2)) {
            LineTransport transport = other.bind("tcp");
            transport.then = (flow, message) -> other.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
            InetSocketAddress there = other.listen(Protocol.TCP);
            try (Socket socket = connect(there)) {
                write(socket, "hello\n");
                assertEquals("re: hello\n", read(socket, 10));
                Flow flow = transport.flows.get(0);
                assertEquals(at("127.0.0.1", socket.getLocalPort()), flow.remote());
                assertEquals(there, flow.local());
                assertTrue(flow.id() > 0);
                assertEquals(flow, other.net.find(flow.id()));
                assertEquals(6, other.net.list().iterator().next().bytesIn());
                assertEquals(10, other.net.list().iterator().next().bytesOut());
            }
        }
    }

    @Test
    void readsAMessageInAnyPieces() throws IOException {
        LineTransport transport = echo();
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        String text = "first\nsecond\n";
        try (Socket socket = connect(there)) {
            for (int at = 1; at < text.length(); at++) {
                int before = transport.messages.size();
                write(socket, text.substring(0, at));
                fixture.net.loops().barrier(1000);
                write(socket, text.substring(at));
                assertEquals("re: first\nre: second\n", read(socket, 21));
                assertEquals(before + 2, transport.messages.size());
            }
        }
    }

    @Test
    void readsSeveralMessagesInOnePiece() throws IOException {
        LineTransport transport = echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "a\nb\nc\nd");
            assertEquals("re: a\nre: b\nre: c\n", read(socket, 18));
            write(socket, "\n");
            assertEquals("re: d\n", read(socket, 6));
            assertEquals(List.of("a", "b", "c", "d"), transport.messages);
        }
    }

    @Test
    void looksAtEachByteOnce() throws IOException {
        LineTransport transport = echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            for (int i = 0; i < 3000; i++) {
                write(socket, "x");
            }
            write(socket, "\n");
            assertEquals(3005, read(socket, 3005).length());
            assertEquals(3001, transport.bytesLookedAt.get());
        }
    }

    @Test
    void closesAfterTheErrorAnswerWhenNoMessageCanBeMade() throws IOException {
        LineTransport transport = echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP)); Socket other = connect(fixture.endpoint("tcp").local())) {
            write(socket, "ok\n!oops\nignored\n");
            assertEquals("re: ok\nre: malformed\n", readAll(socket));
            assertEquals(List.of("ok"), transport.messages);
            assertEquals(List.of("a line that begins with !"), transport.rejected);
            assertEquals(1, fixture.drops(Drops.Reason.MALFORMED));
            write(other, "still here\n");
            assertEquals("re: still here\n", read(other, 15));
        }
    }

    @Test
    void whatWasWholeBeforeTheErrorIsStillAnswered() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        List<Boolean> sent = new CopyOnWriteArrayList<>();
        transport.then = (flow, message) -> {
            if (message.equals("malformed")) {
                // when all that was read has been looked at
                fixture.net.loops().here().events.execute(() -> {
                    sent.add(fixture.net.isOpen(flow));
                    sent.add(fixture.net.send(flow, "late\n".getBytes(StandardCharsets.UTF_8)));
                });
            }
        };
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "ask\n!oops\nignored\n");
            assertEquals("late\n", readAll(socket), "after that it is closed");
            assertEquals(List.of("ask"), transport.messages);
            assertEquals(List.of(false, true), sent, "it is not for anything new");
            assertFalse(fixture.net.send(transport.flows.get(0), "too late\n".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aConnectionWhosePeerLeavesAfterTheErrorIsNotKeptForItsAnswers() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        Socket socket = connect(fixture.listen(Protocol.TCP));
        write(socket, "ask\n!oops\n");
        until(() -> !transport.rejected.isEmpty());
        socket.close();
        until(() -> !fixture.net.send(transport.flows.get(0), "late\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void closesAHeaderThatNeverEnds() throws IOException {
        LineTransport transport = echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x".repeat(4096));
            write(socket, "yyyyy");
            assertEquals("re: malformed\n", readAll(socket));
            assertEquals(List.of("a message of more than 4096 bytes"), transport.rejected);
            assertEquals(1, fixture.drops(Drops.Reason.MESSAGE_TOO_LONG));
        }
    }

    @Test
    void refusesAWholeMessageThatIsTooLong() throws IOException {
        LineTransport transport = echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x".repeat(5000) + '\n');
            assertEquals("re: malformed\n", readAll(socket));
            assertTrue(transport.messages.isEmpty());
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        fixture.bind("tcp");
        try (Socket socket = connect(fixture.listen(Protocol.TCP, IMPATIENT))) {
            assertEquals("", readAll(socket));
            assertEquals(1, fixture.drops(Drops.Reason.SILENT));
        }
    }

    @Test
    void closesAMessageThatIsNotFinished() throws IOException {
        echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "whole\npart");
            assertEquals("re: whole\n", read(socket, 10));
            fixture.listen(Protocol.TCP, IMPATIENT);
            assertEquals("", readAll(socket));
            assertEquals(1, fixture.drops(Drops.Reason.INCOMPLETE));
        }
    }

    @Test
    void closesAnIdleConnectionWhenToldTo() throws IOException {
        echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "one\n");
            assertEquals("re: one\n", read(socket, 8));
            fixture.listen(Protocol.TCP, new Limits(4096, 10, 10, 30_000, 0, 10_000, 1000));
            assertEquals("", readAll(socket));
            assertEquals(1, fixture.drops(Drops.Reason.IDLE));
        }
    }

    @Test
    void refusesMoreConnectionsOfASourceThanAllowed() throws IOException {
        echo();
        InetSocketAddress there = fixture.listen(Protocol.TCP, new Limits(4096, 10, 2, 30_000, 0, 10_000, 0));
        try (Socket one = connect(there); Socket two = connect(there)) {
            write(one, "1\n");
            write(two, "2\n");
            read(one, 6);
            read(two, 6);
            try (Socket three = connect(there)) {
                assertTrue(isRefused(three));
            }
            assertEquals(1, fixture.drops(Drops.Reason.TOO_MANY_OF_SOURCE));
            one.close();
            until(() -> fixture.net.list().size() == 1);
        }
        until(() -> fixture.net.list().isEmpty());
        try (Socket again = connect(there)) {
            write(again, "3\n");
            assertEquals("re: 3\n", read(again, 6));
        }
    }

    private static boolean isRefused(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void countsConnectionsByListenerAndSource() throws IOException {
        Limits limits = new Limits(1, 3, 2, 1, 0, 1, 0);
        SourceCounts counts = new SourceCounts();
        var one = at("192.0.2.1", 0).getAddress();
        var two = at("192.0.2.2", 0).getAddress();
        assertNull(counts.add(one, limits));
        assertNull(counts.add(one, limits));
        assertEquals(Drops.Reason.TOO_MANY_OF_SOURCE, counts.add(one, limits));
        assertNull(counts.add(two, limits));
        assertEquals(Drops.Reason.TOO_MANY_CONNECTIONS, counts.add(two, limits));
        counts.remove(one);
        assertNull(counts.add(two, limits));
        assertEquals(3, counts.total());
        assertEquals(Addresses.source(at("2001:db8:1:2:3::4", 0).getAddress()), Addresses.source(at("2001:db8:1:2:9::9", 0).getAddress()));
    }

    @Test
    void losesNothingOfAStreamWhileTheTransportIsSwapped() throws Exception {
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        LineTransport before = fixture.bind("tcp");
        try (Socket socket = connect(there)) {
            write(socket, "one\ntw");
            until(() -> before.messages.size() == 1);
            long id = before.flows.get(0).id();
            fixture.net.unbind(before);
            List<String> sent = new ArrayList<>(List.of("two"));
            write(socket, "o\n");
            for (int i = 0; i < 20_000; i++) {
                sent.add("line " + i);
            }
            Thread writer = new Thread(() -> {
                try {
                    write(socket, String.join("\n", sent.subList(1, sent.size())) + '\n');
                } catch (IOException e) {
                    sent.add(e.toString());
                }
            });
            writer.start();
            until(fixture::isAnyFlowWaiting);
            assertEquals(1, before.messages.size());
            LineTransport after = fixture.bind("tcp");
            writer.join(60_000);
            until(() -> after.messages.size() >= sent.size());
            assertEquals(sent, after.messages);
            assertEquals(id, after.flows.get(0).id());
            assertFalse(fixture.net.list().iterator().next().waiting());
        }
    }

    @Test
    void keepsAcceptingAndSendingWhileTheTransportIsAway() throws Exception {
        InetSocketAddress there = fixture.listen(Protocol.TCP, IMPATIENT);
        try (Socket socket = connect(there)) {
            until(() -> fixture.net.list().size() == 1);
            Flow flow = fixture.net.list().iterator().next().flow();
            assertTrue(fixture.net.list().iterator().next().waiting());
            assertTrue(fixture.net.send(flow, new byte[] {'x'}));
            assertEquals("x", read(socket, 1));
            write(socket, "early\n");
            // Longer than an impatient listener waits for a first message: silence of a connection that is not read does not count
            CountDownLatch ticks = new CountDownLatch(3);
            try (AutoCloseable ticking = fixture.net.loops().tick(0, 1000, ticks::countDown)) {
                assertTrue(ticks.await(60, TimeUnit.SECONDS));
            }
            LineTransport transport = fixture.bind("tcp");
            until(() -> transport.messages.equals(List.of("early")));
        }
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    void deliversWhatAPeerLeftBehindWhileTheTransportWasAway(Sockets sockets) throws Exception {
        try (NetFixture other = new NetFixture(sockets, 2)) {
            other.net.bind((FlowListener) closed::add);
            LineTransport before = other.bind("tcp");
            try (Socket socket = connect(other.listen(Protocol.TCP))) {
                write(socket, "one\n");
                until(() -> before.messages.size() == 1);
                other.net.unbind(before);
                until(other::isAnyFlowWaiting);
                write(socket, "last words\n");
            }
            LineTransport after = other.bind("tcp");
            until(() -> after.messages.equals(List.of("last words")));
            until(() -> closed.size() == 1);
            assertEquals(before.flows.get(0), closed.get(0));
            assertEquals(0L, other.net.status().get("stream bytes parked"));
        }
    }

    @Test
    void tellsListenersOnceThatAFlowHasEnded() throws IOException {
        fixture.net.bind((FlowListener) closed::add);
        LineTransport transport = echo();
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x\n");
            read(socket, 6);
            assertTrue(closed.isEmpty());
            assertTrue(fixture.net.isOpen(transport.flows.get(0)));
        }
        until(() -> closed.size() == 1);
        Flow flow = transport.flows.get(0);
        assertEquals(flow, closed.get(0));
        assertFalse(fixture.net.isOpen(flow));
        assertFalse(fixture.net.send(flow, new byte[1]));
        assertNull(fixture.net.find(flow.id()));
    }

    @Test
    void closesOnRequestAfterWhatWaitsWasWritten() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        transport.then = (flow, message) -> {
            fixture.net.send(flow, "bye".getBytes(StandardCharsets.UTF_8));
            fixture.net.close(flow.id(), "test");
            assertFalse(fixture.net.send(flow, new byte[1]));
        };
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x\nmore\n");
            assertEquals("bye", readAll(socket));
        }
        assertEquals(List.of("x"), transport.messages);
    }

    @Test
    void stopsSendingToAPeerThatDoesNotRead() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x\n");
            until(() -> transport.flows.size() == 1);
            Flow flow = transport.flows.get(0);
            byte[] chunk = new byte[64 << 10];
            int sent = 0;
            while (sent < 2000 && fixture.net.send(flow, chunk)) {
                sent++;
            }
            assertTrue(sent < 2000, "a bounded number of bytes waits");
            assertTrue(fixture.net.isOpen(flow));
            assertTrue(fixture.drops(Drops.Reason.SEND_QUEUE_FULL) > 0);
        }
    }

    @Test
    void closesAConnectionWhosePeerDoesNotReadForHalfAMinute() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x\n");
            until(() -> transport.flows.size() == 1);
            Flow flow = transport.flows.get(0);
            until(() -> !fixture.net.send(flow, new byte[256 << 10]));
            onLoops(loop -> loop.connections.forEach(connection -> connection.tick(loop.now())));
            assertTrue(fixture.net.isOpen(flow));
            onLoops(loop -> loop.connections.forEach(connection -> connection.tick(loop.now() + 32_000)));
            until(() -> fixture.net.list().isEmpty());
            assertEquals(1, fixture.drops(Drops.Reason.PEER_DOES_NOT_READ));
        }
    }

    @Test
    void closesThoseWhoDoNotReadAtOnceWhenTooMuchWaitsForAllOfThem() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        InetSocketAddress tcp = fixture.listen(Protocol.TCP);
        try (Socket deaf = connect(tcp); Socket reading = connect(tcp)) {
            write(deaf, "x\n");
            until(() -> transport.flows.size() == 1);
            Flow flow = transport.flows.get(0);
            write(reading, "y\n");
            until(() -> transport.flows.size() == 2);
            until(() -> !fixture.net.send(flow, new byte[256 << 10]));
            onLoops(loop -> loop.relieve(64 << 20));
            assertTrue(fixture.net.isOpen(flow));
            onLoops(loop -> loop.relieve(512 << 10));
            until(() -> !fixture.net.isOpen(flow));
            assertTrue(fixture.net.isOpen(transport.flows.get(1)));
            assertEquals(1, fixture.drops(Drops.Reason.PEER_DOES_NOT_READ));
        }
    }

    private void onLoops(Consumer<Loop> action) {
        fixture.net.loops().onEach(action);
        assertTrue(fixture.net.loops().barrier(60_000));
    }

    @Test
    void closesTheConnectionOfATransportThatThrows() throws IOException {
        LineTransport transport = echo();
        transport.then = (flow, message) -> {
            throw new IllegalStateException("expected in this test");
        };
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x\n");
            assertEquals("", readAll(socket));
            assertEquals(1, fixture.drops(Drops.Reason.TRANSPORT_FAILED));
        }
    }

    @Test
    void numbersConnectionsDifferentlyAtEachStart() {
        FlowIds first = new FlowIds(1_700_000_000_000L);
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            long id = first.nextStream();
            assertTrue(id > last);
            last = id;
        }
        assertTrue(new FlowIds(1_700_000_000_001L).nextStream() > last);
    }
}
