package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.net.ssl.SSLContext;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.SipStatus;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What strangers send that is no SIP, or no end of it, over real sockets: each gets an error or a closed connection within bounded time and memory, is named
 * in the log once, and a well-behaved user beside them notices nothing.
 */
public class BadInputIT extends HotcutContainer {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final long WITNESS_PATIENCE_MILLIS = 15_000;
    private static final String SHORT_TEMPERED = "short-tempered";

    @Inject
    private Flows flows;
    @Inject
    private SipStatus status;
    @Inject
    private ConfigurationAdmin configurations;

    private Edge edge;
    private SSLContext tls;
    private Witness witness;
    private Collection<Long> lines;
    private long logStart;

    @Before
    public void somebodyIsRegistered() throws Exception {
        edge = new Edge(context);
        edge.haveUsers();
        tls = edge.tls();
        logStart = Files.size(log());
        witness = new Witness("dave", tls);
        lines = lines();
    }

    @After
    public void nothingIsLeftAndNobodyNoticed() throws Exception {
        try {
            await("connections are as before").atMost(SOON).untilAsserted(() -> assertEquals(lines, lines()));
            assertEquals("bytes parked", 0L, ((Number) edge.status("net").get("stream bytes parked")).longValue());
            assertNull("the witness", witness.complaint(WITNESS_PATIENCE_MILLIS));
            await("requests are answered").atMost(SOON).until(() -> status.exchanges(10).isEmpty());
            assertEquals("stack traces", List.of(), newLog().stream().filter(line -> line.startsWith("\tat ") || line.startsWith("Caused by")).collect(Collectors.toList()));
        } finally {
            witness.close();
        }
        await("the witness has gone").atMost(SOON).until(() -> lines().stream().noneMatch(lines::contains));
    }

    @Test
    public void aLengthThatCannotBeIsAnsweredAndTheConnectionCloses() throws Exception {
        for (String length : List.of("", "Content-Length: -1\r\n", "Content-Length: some\r\n", "Content-Length: 0\r\nContent-Length: 0\r\n", "l: 0\r\nContent-Length: 4\r\n")) {
            assertAnsweredAndClosed("400", length);
        }
    }

    @Test
    public void aLengthThatIsTooMuchIsAnsweredAndTheConnectionCloses() throws Exception {
        for (String length : List.of("Content-Length: 99999999999999999999\r\n", "Content-Length: 70000\r\n")) {
            assertAnsweredAndClosed("513", length);
        }
    }

    private void assertAnsweredAndClosed(String status, String length) throws Exception {
        for (Stranger stranger : List.of(overTcp(), overTls())) {
            try (stranger) {
                stranger.write(options("1", length));
                stranger.await("SIP/2.0 " + status);
                stranger.awaitEnd();
                assertNamedOnce(stranger);
            }
        }
    }

    @Test
    public void aMessageInManyPiecesIsOneMessage() throws Exception {
        for (Stranger stranger : List.of(overTcp(), overTls())) {
            try (stranger) {
                for (char octet : options("1", "Content-Length: 4\r\n").concat("body").toCharArray()) {
                    stranger.write(String.valueOf(octet));
                }
                stranger.await("SIP/2.0 200");
            }
        }
    }

    @Test
    public void severalMessagesInOnePieceAreSeveral() throws Exception {
        for (Stranger stranger : List.of(overTcp(), overTls())) {
            try (stranger) {
                String last = options("4", "Content-Length: 0\r\n");
                stranger.write(options("1", "Content-Length: 4\r\n") + "body" + options("2", "l: 0\r\n") + "\r\n\r\n" + options("3", "Content-Length: 0\r\n")
                        + last.substring(0, 30));
                Set<String> answered = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    answered.add(Phone.header(stranger.await("SIP/2.0 200"), "Call-ID"));
                }
                stranger.write(last.substring(30));
                answered.add(Phone.header(stranger.await("SIP/2.0 200"), "Call-ID"));
                assertEquals(4, answered.size());
            }
        }
    }

    @Test
    public void aHeaderThatNeverEndsIsCutOff() throws Exception {
        for (Stranger stranger : List.of(overTcp(), overTls())) {
            try (stranger) {
                stranger.tryToWrite("OPTIONS sip:127.0.0.1 SIP/2.0\r\nSubject: " + "a".repeat(40_000));
                stranger.awaitEnd();
                assertNamedOnce(stranger);
            }
        }
    }

    @Test
    public void whoSaysNothingOrNotAllOfItIsNotWaitedForForEver() throws Exception {
        List<Configuration> shortTempered = List.of(listener("tcp"), listener("tls"));
        try (Stranger neverShakesHands = Stranger.connect(Edge.port("tls"));
                Stranger stopsInTheMiddle = stopsInTheMiddle(Stranger.connect(port("tcp")));
                Stranger stopsInTheMiddleOfTls = stopsInTheMiddle(Stranger.connect(port("tls"), tls));
                Stranger silent = Stranger.connect(port("tcp"));
                Stranger silentAfterHandshake = Stranger.connect(port("tls"), tls)) {
            for (Stranger stranger : List.of(silent, silentAfterHandshake, stopsInTheMiddle, stopsInTheMiddleOfTls, neverShakesHands)) {
                stranger.awaitEnd();
                assertNamedOnce(stranger);
            }
        } finally {
            for (Configuration configuration : shortTempered) {
                configuration.delete();
            }
        }
    }

    private static Stranger stopsInTheMiddle(Stranger stranger) throws IOException {
        stranger.write(options("1", "Content-Length: 0\r\n"));
        stranger.await("SIP/2.0 200");
        stranger.write("OPTIONS sip:127.0.0.1 SIP/2.0\r\nSubj");
        return stranger;
    }

    @Test
    public void plainTextAtATlsPortAndTlsAtAPlainOneAreClosed() throws Exception {
        try (Stranger plain = Stranger.connect(Edge.port("tls")); Stranger encrypted = overTcp()) {
            plain.write(options("1", "Content-Length: 0\r\n"));
            encrypted.send(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
            for (Stranger stranger : List.of(plain, encrypted)) {
                stranger.awaitEnd();
                assertNamedOnce(stranger);
            }
        }
    }

    @Test
    public void garbageInDatagramsIsDroppedAndCounted() throws Exception {
        Random random = new Random(1);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(Stranger.address(), 0))) {
            for (int burst = 0; burst < 10; burst++) {
                long before = malformed();
                List<byte[]> garbage = garbage(random);
                for (byte[] datagram : garbage) {
                    socket.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), Edge.port("udp"))));
                }
                await("garbage is counted").atMost(SOON).untilAsserted(() -> assertEquals(before + garbage.size(), malformed()));
            }
            assertNamedOnce(socket.getLocalAddress().getHostAddress() + ':' + socket.getLocalPort());
        }
    }

    @Test
    public void whatManyLeaveUnfinishedIsGivenBack() throws Exception {
        long before = usedAfterCollection();
        List<Stranger> strangers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Stranger stranger = overTcp();
            strangers.add(stranger);
            stranger.write("OPTIONS sip:127.0.0.1 SIP/2.0\r\nSubject: " + "a".repeat(30_000));
        }
        await("all have arrived").atMost(SOON).until(() -> lines().size() == lines.size() + strangers.size());
        for (Stranger stranger : strangers) {
            stranger.close();
        }
        await("memory is given back").atMost(SOON).until(() -> usedAfterCollection() < before + (4 << 20));
    }

    private Stranger overTcp() throws IOException {
        return Stranger.connect(Edge.port("tcp"));
    }

    private Stranger overTls() throws IOException {
        return Stranger.connect(Edge.port("tls"), tls);
    }

    private static String options(String callId, String length) {
        return "OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK" + System.nanoTime() + "\r\nMax-Forwards: 70\r\nFrom: <sip:stranger@example.net>;tag=s\r\n"
                + "To: <sip:127.0.0.1>\r\nCall-ID: " + callId + "\r\nCSeq: 1 OPTIONS\r\n" + length + "\r\n";
    }

    private static List<byte[]> garbage(Random random) {
        List<byte[]> garbage = new ArrayList<>();
        for (String text : List.of("x", "OPTIONS\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n", "OPTIONS sip:127.0.0.1 SIP/2.0\r\n\r\n", "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n",
                "INVITE sip:a@example.org SIP/2.0\r\nVia: \r\nFrom: \r\nTo: \r\nCall-ID: \r\nCSeq: \r\n\r\n", "A".repeat(60_000))) {
            garbage.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int i = 0; i < 10; i++) {
            byte[] noise = new byte[1 + random.nextInt(1_400)];
            random.nextBytes(noise);
            noise[0] = 'x';
            garbage.add(noise);
        }
        return garbage;
    }

    private Configuration listener(String protocol) throws IOException {
        Configuration configuration = configurations.createFactoryConfiguration("org.hotcut.net.listener", "?");
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("name", SHORT_TEMPERED + '-' + protocol, "protocol", protocol, "address", "127.0.0.1", "port", 0,
                "first.message.seconds", 6, "incomplete.seconds", 1));
        configuration.update(properties);
        await("listener").atMost(SOON).until(() -> flows.endpoints().stream().anyMatch(endpoint -> endpoint.name().equals(SHORT_TEMPERED + '-' + protocol)));
        return configuration;
    }

    private int port(String protocol) {
        return flows.endpoints().stream().filter(endpoint -> endpoint.name().equals(SHORT_TEMPERED + '-' + protocol)).findFirst().orElseThrow().port();
    }

    private Collection<Long> lines() {
        return flows.list().stream().map(info -> info.flow().id()).collect(Collectors.toCollection(TreeSet::new));
    }

    private long malformed() throws Exception {
        Object count = ((Map<?, ?>) edge.status("sip-core").get("dropped")).get("malformed");
        return count == null ? 0 : ((Number) count).longValue();
    }

    private void assertNamedOnce(Stranger stranger) throws IOException {
        assertNamedOnce(stranger.name());
    }

    private void assertNamedOnce(String peer) throws IOException {
        List<String> named = newLog().stream().filter(line -> line.contains(peer)).collect(Collectors.toList());
        assertEquals("lines about " + peer + ": " + named, 1, named.size());
        assertTrue(named.get(0), named.get(0).contains(" WARN "));
    }

    private List<String> newLog() throws IOException {
        byte[] all = Files.readAllBytes(log());
        return new String(all, (int) logStart, all.length - (int) logStart, StandardCharsets.UTF_8).lines().collect(Collectors.toList());
    }

    private static Path log() {
        return Path.of(System.getProperty("karaf.log", System.getProperty("karaf.data") + "/log"), "hotcut.log");
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
