package org.hotcut.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import org.hotcut.stun.FirstByte;
import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.NonceCookie;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunError;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class TurnClientTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 5004);
    private static final InetSocketAddress RELAYED = new InetSocketAddress("198.51.100.1", 50_000);
    private static final byte[] DATA = "hello".getBytes(StandardCharsets.US_ASCII);
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private volatile int nonce;
    private volatile boolean losesOne;

    @ParameterizedTest
    @EnumSource(TurnLogin.Kind.class)
    void anAllocationIsMadeWithEveryKindOfCredentials(TurnLogin.Kind kind) throws Exception {
        try (ScriptedTurn server = ScriptedTurn.udp(this::script); TurnClient client = TurnClient.udp(server.address()).login(new TurnLogin(kind, "alice", "secret"))) {
            assertEquals(RELAYED, client.allocate());
            assertEquals(600, client.allocated().uint32(Stun.LIFETIME));
            client.permit(PEER);
            client.bind(0x4000, PEER);
            nonce = 7;
            assertEquals(300, client.refresh(300), "after a stale nonce");
            assertEquals(List.of(401, 0, 0, 0, 438, 0), seen);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        try (ScriptedTurn server = ScriptedTurn.udp(this::script); TurnClient client = TurnClient.udp(server.address()).login("alice", "wrong")) {
            assertEquals(401, client.request(Stun.ALLOCATE, request -> { }).errorCode());
            assertEquals(List.of(401, 401), seen);
            assertThrows(AssertionError.class, client::allocate);
        }
    }

    @Test
    void dataComesOnChannelsAndInIndications() throws Exception {
        try (ScriptedTurn server = ScriptedTurn.udp(this::script); TurnClient client = TurnClient.udp(server.address())) {
            client.send(0x4001, DATA);
            client.send(PEER, DATA);
            assertEquals(RELAYED, client.binding());
            TurnClient.Packet first = client.receive();
            assertEquals(0x4001, first.channel());
            assertArrayEquals(DATA, first.data());
            TurnClient.Packet second = client.receive();
            assertEquals(PEER, second.peer());
            assertArrayEquals(DATA, second.data());
            assertNull(client.receive(Duration.ofMillis(1)));
        }
    }

    @Test
    void aRequestIsRepeatedOverUdp() throws Exception {
        losesOne = true;
        try (ScriptedTurn server = ScriptedTurn.udp(this::script); TurnClient client = TurnClient.udp(server.address())) {
            assertEquals(RELAYED, client.binding());
        }
    }

    @Test
    void aStreamIsCutIntoMessages() throws Exception {
        try (ScriptedTurn server = ScriptedTurn.stream(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), this::script);
                TurnClient client = TurnClient.tcp(server.address()).login("alice", "secret")) {
            assertEquals(RELAYED, client.allocate());
            client.send(0x4001, DATA);
            client.send(PEER, DATA);
            assertArrayEquals(DATA, client.receive().data());
            assertEquals(PEER, client.receive().peer());
        }
    }

    @Test
    void tlsIsAStreamToo() throws Exception {
        Authority authority = Authority.root("test", Instant.now());
        Authority.Wanted wanted = authority.peer("CN=edge.test").dns("edge.test");
        KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("root", authority.certificate());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        ServerSocket socket = wanted.tls(new TrustManager[0]).getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try (ScriptedTurn server = ScriptedTurn.stream(socket, this::script);
                TurnClient client = TurnClient.tls(server.address(), context, "edge.test").login("alice", "secret")) {
            assertEquals(RELAYED, client.allocate());
        }
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsNotBelieved() throws Exception {
        try (ScriptedTurn server = ScriptedTurn.udp(message -> {
            StunMessage request = StunMessage.of(message);
            return List.of(request.has(Stun.USERNAME) ? StunWriter.success(request).bytes() : challenge(request, StunError.UNAUTHENTICATED));
        }); TurnClient client = TurnClient.udp(server.address()).login("alice", "secret")) {
            assertTrue(assertThrows(AssertionError.class, client::allocate).getMessage().contains("did not prove"));
        }
    }

    private List<byte[]> script(byte[] message) {
        if (losesOne) {
            losesOne = false;
            return List.of();
        }
        if (FirstByte.isChannelData(message[0])) {
            return List.of(message);
        }
        StunMessage request = StunMessage.of(message);
        if (request.stunClass() == StunClass.INDICATION) {
            return List.of(new StunWriter(StunClass.INDICATION, Stun.DATA_METHOD, request.transactionId()).copy(request, Stun.XOR_PEER_ADDRESS).copy(request, Stun.DATA).bytes());
        }
        if (request.method() == Stun.BINDING) {
            return List.of(StunWriter.success(request).xorAddress(Stun.XOR_MAPPED_ADDRESS, RELAYED).bytes());
        }
        byte[] answer = answer(request);
        if (ids.add(HexFormat.of().formatHex(request.transactionId()))) {
            seen.add(StunMessage.of(answer).errorCode());
        }
        return List.of(answer);
    }

    private byte[] answer(StunMessage request) {
        boolean sha256 = request.has(Stun.MESSAGE_INTEGRITY_SHA256);
        int algorithm = request.has(Stun.PASSWORD_ALGORITHM) ? request.passwordAlgorithm() : Stun.MD5;
        byte[] key = LongTermKey.of(algorithm, "alice", "example.org", "secret");
        if (!(sha256 ? request.isIntegritySha256Right(key) : request.isIntegrityRight(key))) {
            return challenge(request, StunError.UNAUTHENTICATED);
        }
        if (!request.text(Stun.NONCE).equals(nonce())) {
            return challenge(request, StunError.STALE_NONCE);
        }
        StunWriter response = StunWriter.success(request);
        if (request.method() == Stun.ALLOCATE) {
            response.xorAddress(Stun.XOR_RELAYED_ADDRESS, RELAYED).uint32(Stun.LIFETIME, 600);
        }
        response.copy(request, Stun.LIFETIME);
        return (sha256 ? response.messageIntegritySha256(key) : response.messageIntegrity(key)).fingerprint().bytes();
    }

    private byte[] challenge(StunMessage request, StunError error) {
        return StunWriter.error(request, error).text(Stun.REALM, "example.org").text(Stun.NONCE, nonce()).passwordAlgorithms(Stun.SHA256, Stun.MD5).bytes();
    }

    private String nonce() {
        return NonceCookie.make(NonceCookie.PASSWORD_ALGORITHMS | NonceCookie.USERNAME_ANONYMITY, "n" + nonce);
    }
}
