package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hand-over contract as far as transports go. */
class SwapTest {
    private static final int SWAPS = 40;
    private static final int MESSAGES_A_SWAP = 50;

    private final NetFixture fixture = new NetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void losesNothingAndKeepsTheOrderInManySwapsUnderLoad() throws Exception {
        InetSocketAddress udp = fixture.listen(Protocol.UDP);
        InetSocketAddress tcp = fixture.listen(Protocol.TCP);
        List<LineTransport> all = new ArrayList<>();
        try (DatagramSocket datagrams = new DatagramSocket(0, at("127.0.0.1", 0).getAddress()); Socket stream = connect(tcp)) {
            for (int swap = 0; swap < SWAPS; swap++) {
                LineTransport transport = fixture.bind("udp", "tcp");
                all.add(transport);
                for (int i = 0; i < MESSAGES_A_SWAP; i++) {
                    int number = swap * MESSAGES_A_SWAP + i;
                    NetFixture.send(datagrams, udp, "u" + number);
                    write(stream, "t" + number + '\n');
                    if (i % 25 == 0) {
                        // the socket's buffer may hold no more than a few hundred
                        until(() -> received(all, 'u').size() + fixture.parked() > number - 50);
                    }
                    if (i == MESSAGES_A_SWAP / 2) {
                        fixture.net.unbind(transport);
                        transport.then = (flow, message) -> transport.rejected.add("called after unbind");
                    }
                }
            }
            all.add(fixture.bind("udp", "tcp"));
            int sent = SWAPS * MESSAGES_A_SWAP;
            until(() -> all.stream().mapToInt(transport -> transport.messages.size()).sum() == 2 * sent);
            assertEquals(numbered('u', sent), received(all, 'u'));
            assertEquals(numbered('t', sent), received(all, 't'));
            assertEquals(0, all.stream().mapToInt(transport -> transport.rejected.size()).sum());
            assertEquals(1, fixture.net.list().size());
        }
    }

    private static List<String> numbered(char kind, int count) {
        return IntStream.range(0, count).mapToObj(number -> "" + kind + number).toList();
    }

    private static List<String> received(List<LineTransport> all, char kind) {
        return all.stream().flatMap(transport -> transport.messages.stream()).filter(message -> message.charAt(0) == kind).toList();
    }

    /** Leaves in the middle of a call, as one that is fenced because it took too long, and then does what it likes. */
    private abstract class Leaving implements Transport {
        final LineTransport next = new LineTransport();

        void leave() {
            // On the loop itself unbind does not wait for this call
            fixture.net.unbind(this);
            fixture.bind(next, "tcp");
        }

        @Override
        public int frame(ByteBuffer unread, int scanned) throws FramingException {
            return next.frame(unread, scanned);
        }

        @Override
        public void receive(Flow flow, ByteBuffer message) {
            throw new AssertionError("not in this test");
        }

        @Override
        public void malformed(Flow flow, ByteBuffer unread, String reason) {
            throw new AssertionError("not in this test");
        }
    }

    private void assertNextGetsEverything(Leaving leaving) throws IOException {
        fixture.bind(leaving, "tcp");
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "one\ntwo\n");
            until(() -> leaving.next.messages.size() == 2);
            assertEquals(List.of("one", "two"), leaving.next.messages);
            assertEquals(0, fixture.drops(Drops.Reason.TRANSPORT_FAILED));
            assertEquals(0, fixture.drops(Drops.Reason.MALFORMED));
        }
    }

    @Test
    void dropsALengthThatComesTooLate() throws IOException {
        assertNextGetsEverything(new Leaving() {
            @Override
            public int frame(ByteBuffer unread, int scanned) {
                leave();
                return 2;
            }
        });
    }

    @Test
    void dropsAVerdictThatComesTooLate() throws IOException {
        assertNextGetsEverything(new Leaving() {
            @Override
            public int frame(ByteBuffer unread, int scanned) throws FramingException {
                leave();
                throw new FramingException("too late to say so");
            }
        });
    }

    @Test
    void givesAMessageToTheNextWhenTheOneThatLeavesFails() throws IOException {
        assertNextGetsEverything(new Leaving() {
            @Override
            public void receive(Flow flow, ByteBuffer message) {
                leave();
                throw new IllegalStateException("my services are gone");
            }
        });
    }
}
