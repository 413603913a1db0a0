package org.hotcut.net;

import static org.hotcut.net.NetFixture.LIMITS;
import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.settings;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.net.ssl.SSLSocket;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of TURN, which are on the loops of relayed media. */
class MediaStreamTest {
    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final Set<Integer> turnLoops = ConcurrentHashMap.newKeySet();
    private final Set<Integer> sipLoops = ConcurrentHashMap.newKeySet();
    private final LineTransport turn = answering("turn ", turnLoops);
    private final LineTransport sip = answering("sip ", sipLoops);
    private final Set<Integer> media = IntStream.of(fixture.net.packets().packetLoops()).boxed().collect(Collectors.toSet());
    private final Set<Integer> signalling = fixture.net.loops().signalling().stream().map(loop -> loop.index).collect(Collectors.toSet());

    MediaStreamTest() {
        fixture.net.bind(turn, Map.of("hotcut.name", "turn", "hotcut.alpn", "stun.turn", "hotcut.first", "T"));
        fixture.net.bind(sip, Map.of("hotcut.name", new String[] {"tcp", "tls"}, "hotcut.alpn", "sip/2", "hotcut.first", "S"));
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test")), certificates.authorities());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private LineTransport answering(String word, Set<Integer> loops) {
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> {
            loops.add(fixture.net.loops().current());
            fixture.net.send(flow, (word + message + '\n').getBytes(StandardCharsets.UTF_8));
        };
        return transport;
    }

    private InetSocketAddress listen(String name, Protocol protocol, InetSocketAddress at, String... transports) {
        ListenerSettings like = settings(name, protocol, at, LIMITS);
        return fixture.listen(new ListenerSettings(name, protocol, new Spoken(List.of(transports), Map.of()), at, null, 0, like.tls(), 1 << 20, LIMITS));
    }

    private InetSocketAddress listen(String name, Protocol protocol, String... transports) {
        return listen(name, protocol, at("127.0.0.1", 0), transports);
    }

    private static void talk(Socket socket, String text, String answer) throws IOException {
        write(socket, text + '\n');
        assertEquals(answer + '\n', read(socket, answer.length() + 1));
    }

    private SSLSocket secure(InetSocketAddress there, String... alpn) throws IOException {
        return TlsSocket.connect(certificates, there, null, alpn);
    }

    @Test
    void connectionsAreServedOnTheLoopsOfMediaAndThoseOfSipWhereTheyWere() throws IOException {
        InetSocketAddress tcp = listen("turn-tcp", Protocol.TCP, "turn");
        InetSocketAddress tls = listen("turn-tls", Protocol.TLS, "turn");
        InetSocketAddress plain = listen("sip-tcp", Protocol.TCP, "tcp");
        for (int i = 0; i < 4; i++) {
            try (Socket one = connect(tcp); Socket two = secure(tls); Socket three = connect(plain)) {
                talk(one, "T", "turn T");
                talk(two, "T", "turn T");
                talk(three, "S", "sip S");
            }
        }
        assertEquals(media, turnLoops);
        assertEquals(signalling, sipLoops);
    }

    @Test
    void onAPortThatSipSharesWithThemAllAreThere() throws IOException {
        InetSocketAddress there = listen("443", Protocol.TLS, "tls", "turn");
        try (Socket named = secure(there, "stun.turn"); Socket phone = secure(there, "sip/2"); Socket silent = secure(there); Socket old = secure(there)) {
            talk(named, "x", "turn x");
            talk(phone, "x", "sip x");
            talk(silent, "T", "turn T");
            talk(old, "S", "sip S");
        }
        assertTrue(media.containsAll(turnLoops) && media.containsAll(sipLoops));
        assertEquals(List.of(Protocol.TLS), fixture.net.endpoints().stream().map(Endpoint::protocol).toList());
    }

    @Test
    void aListenerForNothingElseIsNotOfferedToSip() {
        listen("turn-tcp", Protocol.TCP, "turn");
        listen("turn-tls", Protocol.TLS, "turn");
        listen("sip-tcp", Protocol.TCP, "tcp");
        assertEquals(List.of("sip-tcp"), fixture.net.endpoints().stream().map(Endpoint::name).toList());
        assertEquals(List.of("sip-tcp", "turn-tcp", "turn-tls"), fixture.net.listening().stream().map(Endpoint::name).toList());
        assertEquals(List.of(Protocol.TCP, Protocol.TCP, Protocol.TLS), fixture.net.listening().stream().map(Endpoint::protocol).toList());
    }

    @Test
    void aConnectionIsNeverUsedForSip() throws Exception {
        InetSocketAddress there = listen("turn-tcp", Protocol.TCP, "turn");
        try (Socket socket = connect(there)) {
            talk(socket, "T", "turn T");
            Flow flow = turn.flows.get(0);
            assertEquals(Protocol.TCP, flow.protocol());
            ExecutionException refused = assertThrows(ExecutionException.class, () -> fixture.net.connect(Protocol.TCP, flow.remote(), null).toCompletableFuture().get());
            assertTrue(refused.getCause() instanceof IOException, refused.toString());
        }
    }

    @Test
    void aConnectionThatWeOpenOnALoopOfMediaIsOnOneOfSignalling() throws Exception {
        InetSocketAddress there = listen("sip-tcp", Protocol.TCP, "tcp");
        for (int loop : fixture.net.packets().packetLoops()) {
            fixture.net.loops().execute(loop, () -> fixture.net.connect(Protocol.TCP, there, null)
                .thenAccept(flow -> fixture.net.send(flow, "S\n".getBytes(StandardCharsets.UTF_8))));
        }
        NetFixture.until(() -> !sip.messages.isEmpty());
        assertTrue(signalling.containsAll(sipLoops), sipLoops.toString());
    }

    @Test
    void aListenerThatChangesWhatIsSpokenMovesToTheOtherLoops() throws IOException {
        InetSocketAddress there = listen("one", Protocol.TCP, "tcp");
        try (Socket before = connect(there)) {
            talk(before, "S", "sip S");
            assertEquals(there, listen("one", Protocol.TCP, there, "turn"));
            try (Socket after = connect(there)) {
                talk(after, "T", "turn T");
            }
            talk(before, "S", "sip S");
        }
        assertTrue(media.containsAll(turnLoops), turnLoops.toString());
        assertTrue(signalling.containsAll(sipLoops), sipLoops.toString());
    }
}
