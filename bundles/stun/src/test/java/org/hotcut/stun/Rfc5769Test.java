package org.hotcut.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 5769, where they are on this machine. */
class Rfc5769Test {
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
    void rfc5769_2_4_aRequestWithoutFingerprint() throws IOException {
        StunMessage message = StunMessage.of(ByteBuffer.wrap(vector("rfc5769-2.4-request-long-term.bin")));
        assertEquals(StunClass.REQUEST, message.stunClass());
        assertTrue(!message.hasFingerprint() && !message.isFingerprintRight());
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
