package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.DtlsClient;
import org.hotcut.testkit.DtlsFuzzer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers can send to DTLS. {@code hotcut.fuzz.seed} is for other things than the usual, {@code hotcut.fuzz.seconds} for more of them. */
class DtlsFuzzTest {
    private static final int SECONDS = Integer.getInteger("hotcut.fuzz.seconds", 4);
    private static final long SEED = Long.getLong("hotcut.fuzz.seed", 6347);
    private static final int IDLE_MILLIS = 1_000;

    private final NetFixture fixture = new NetFixture();
    private final PacketHandler echo = (here, packet, from) -> here.send(packet, from);
    private InetSocketAddress there;
    private volatile boolean ended;

    @BeforeEach
    void listen() {
        fixture.net.tls().install(List.of(new Certificates().credential("EC", "a.test")), List.of());
        fixture.net.bind(echo, Map.of("hotcut.name", "turn", "service.id", 1L));
        listen(600_000);
    }

    private void listen(long idleMillis) {
        Limits limits = new Limits(4096, 10_000, 1_000, 30_000, 0, 10_000, idleMillis);
        there = fixture.listen(new ListenerSettings("turn-udp", Protocol.UDP, Spoken.only("turn"), at("127.0.0.1", 0), null, 0, TlsPolicy.DEFAULT, true, 1 << 20, limits));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whateverComesOthersAreServedAndNothingStays() throws Exception {
        List<InetAddress> sources = IntStream.range(0, 40).mapToObj(i -> at("127.0.3." + (1 + i), 0).getAddress()).toList();
        CompletableFuture<List<String>> honest = CompletableFuture.supplyAsync(this::probe);
        try (DtlsFuzzer fuzzer = new DtlsFuzzer(SEED, there, sources)) {
            fuzzer.run(Duration.ofSeconds(SECONDS));
            System.out.println("-Dhotcut.fuzz.seed=" + SEED + ": " + fuzzer);
            assertTrue(fuzzer.sessions() > 0 && fuzzer.verified() > 0, "some of it is good enough");
        } finally {
            ended = true;
        }
        assertEquals(List.of(), honest.get(5, TimeUnit.MINUTES));
        listen(IDLE_MILLIS);
        until(() -> (int) fixture.net.listeners().status().get(0).get("DTLS sessions") == 0);
        until(() -> fixture.net.dtls().count() == 0);
        assertEquals(0, fixture.drops(Drops.Reason.HANDLER_FAILED));
    }

    /** A client that shakes hands and talks, again and again; returns what went wrong. */
    private List<String> probe() {
        List<String> complaints = new ArrayList<>();
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        int served = 0;
        while (!ended && complaints.isEmpty()) {
            try (DtlsClient client = new DtlsClient(there, at("127.0.4.1", 0).getAddress()).shakeHands()) {
                byte[] heard = null;
                for (int i = 0; i < 60 && heard == null; i++) { // a datagram may be lost
                    client.send(text);
                    heard = client.receive(1_000);
                }
                if (!Arrays.equals(text, heard)) {
                    complaints.add("was told " + Arrays.toString(heard));
                }
                client.leave();
                served++;
            } catch (IOException e) {
                complaints.add(e.toString());
            }
        }
        return served > 0 ? complaints : List.of("nobody was served", complaints.toString());
    }
}
