package org.hotcut.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 5769 and of RFC 8489 appendix B.1, where they are on this machine. */
class Rfc5769Test {
    private static final String MATRIX = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9";
    private static final Path VECTORS = Path.of(System.getProperty("hotcut.vectors", "absent"), "rfc5769");

    @Test
    void rfc5769_2_1_sampleRequest() throws IOException {
        StunMessage message = StunMessage.of(ByteBuffer.wrap(vector("rfc5769-2.1-request.bin")));
        assertEquals(StunClass.REQUEST, message.stunClass());
        assertEquals(Stun.BINDING, message.method());
        assertEquals("STUN test client", StandardCharsets.UTF_8.decode(message.attribute(Stun.SOFTWARE)).toString());
        assertTrue(message.isFingerprintRight());
    }

    @Test
    void rfc5769_2_2_sampleIpv4Response() throws IOException {
        assertMapped("rfc5769-2.2-response-ipv4.bin", new InetSocketAddress("192.0.2.1", 32_853));
    }

    @Test
    void rfc5769_2_3_sampleIpv6Response() throws IOException {
        assertMapped("rfc5769-2.3-response-ipv6.bin", new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32_853));
    }

    @Test
    void rfc5769_2_4_aRequestWithLongTermCredentials() throws IOException {
        StunMessage message = StunMessage.of(vector("rfc5769-2.4-request-long-term.bin"));
        assertEquals(StunClass.REQUEST, message.stunClass());
        assertTrue(!message.hasFingerprint() && !message.isFingerprintRight());
        assertEquals(MATRIX, message.text(Stun.USERNAME));
        assertEquals("example.org", message.text(Stun.REALM));
        assertEquals("f//499k954d6OL34oL9FSTvy64sA", message.text(Stun.NONCE));
        assertTrue(message.isIntegrityRight(LongTermKey.md5(MATRIX, "example.org", "TheMatrIX")));
    }

    @Test
    void rfc8489_b_1_aRequestWithSha256() throws IOException {
        StunMessage message = StunMessage.of(vector("rfc8489-b.1-request-sha256.bin"));
        assertArrayEquals(LongTermKey.userHash(MATRIX, "example.org"), message.bytes(Stun.USERHASH, 32));
        assertEquals(Stun.SHA256, message.passwordAlgorithm());
        assertEquals(NonceCookie.USERNAME_ANONYMITY, NonceCookie.features(message.text(Stun.NONCE)));
        assertTrue(message.isIntegritySha256Right(LongTermKey.sha256(MATRIX, "example.org", "TheMatrIX")));
    }

    @Test
    void flippingAByteThatTheIntegrityCoversIsSeen() throws IOException {
        byte[] shortTerm = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.UTF_8);
        for (String name : new String[] {"rfc5769-2.1-request.bin", "rfc5769-2.2-response-ipv4.bin", "rfc5769-2.3-response-ipv6.bin"}) {
            assertCovered(name, vector(name).length - 8, message -> message.isIntegrityRight(shortTerm));
        }
        byte[] md5 = LongTermKey.md5(MATRIX, "example.org", "TheMatrIX");
        assertCovered("rfc5769-2.4-request-long-term.bin", 116, message -> message.isIntegrityRight(md5));
        byte[] sha256 = LongTermKey.sha256(MATRIX, "example.org", "TheMatrIX");
        assertCovered("rfc8489-b.1-request-sha256.bin", 164, message -> message.isIntegritySha256Right(sha256));
    }

    private static void assertCovered(String name, int covered, Predicate<StunMessage> right) throws IOException {
        byte[] whole = vector(name);
        assertTrue(right.test(StunMessage.of(whole)), name);
        for (int i = 0; i < covered; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            StunMessage message = StunMessage.of(flipped);
            assertTrue(message == null || !right.test(message), name + " byte " + i);
        }
    }

    @Test
    void flippingAByteThatTheFingerprintCoversIsSeen() throws IOException {
        for (String name : new String[] {"rfc5769-2.1-request.bin", "rfc5769-2.2-response-ipv4.bin", "rfc5769-2.3-response-ipv6.bin"}) {
            byte[] whole = vector(name);
            for (int i = 0; i < whole.length; i++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= 4;
                StunMessage message = StunMessage.of(ByteBuffer.wrap(flipped));
                assertTrue(message == null || !message.isFingerprintRight(), name + " byte " + i);
            }
        }
    }

    private static void assertMapped(String name, InetSocketAddress expected) throws IOException {
        StunMessage message = StunMessage.of(ByteBuffer.wrap(vector(name)));
        assertEquals(StunClass.SUCCESS_RESPONSE, message.stunClass());
        assertEquals("test vector", StandardCharsets.UTF_8.decode(message.attribute(Stun.SOFTWARE)).toString());
        assertEquals(expected, XorAddress.read(message.attribute(Stun.XOR_MAPPED_ADDRESS), message.transactionId()));
        assertTrue(message.isFingerprintRight());
    }

    private static byte[] vector(String name) throws IOException {
        Path file = VECTORS.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "the RFCs' test vectors are not on this machine (property hotcut.vectors)");
        return Files.readAllBytes(file);
    }
}
