package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;

class ClientHelloTest {
    private static final int MOST = HelloWatch.MOST_BYTES;

    /** Returns what the JDK's client says first. */
    static byte[] hello(String name, String... alpn) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(20_000);
            engine.wrap(ByteBuffer.allocate(0), out);
            return Arrays.copyOf(out.array(), out.position());
        } catch (NoSuchAlgorithmException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClientHello read(byte[] bytes) {
        return ClientHello.read(ByteBuffer.wrap(bytes), MOST);
    }

    @Test
    void tellsNameAndProtocols() {
        assertEquals(new ClientHello("a.test", List.of("sip/2", "http/1.1")), read(hello("A.test", "sip/2", "http/1.1")));
        assertEquals(new ClientHello(null, List.of()), read(hello(null)));
    }

    @Test
    void waitsUntilItIsWhole() {
        byte[] whole = hello("a.test", "sip/2");
        for (int length = 0; length < whole.length; length++) {
            assertNull(read(Arrays.copyOf(whole, length)), length + " bytes");
        }
    }

    @Test
    void findsItInSeveralRecords() {
        byte[] whole = hello("a.test", "sip/2");
        for (int cut = 1; cut < whole.length - 5; cut += 7) {
            ByteBuffer records = ByteBuffer.allocate(whole.length + 5);
            records.put(whole, 0, 3).putShort((short) cut).put(whole, 5, cut);
            records.put(whole, 0, 3).putShort((short) (whole.length - 5 - cut)).put(whole, 5 + cut, whole.length - 5 - cut);
            assertEquals("a.test", read(records.array()).name());
        }
    }

    @Test
    void takesWhatIsNoneForOneThatAsksForNothing() {
        assertEquals(ClientHello.NONE, read("OPTIONS sip:x".getBytes()));
        assertEquals(ClientHello.NONE, read(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0}), "a ServerHello");
        assertEquals(ClientHello.NONE, read(new byte[] {22, 3, 1, 0, 4, 1, 1, 0, 0}), "longer than is looked at");
        assertEquals(ClientHello.NONE, read(new byte[] {22, 3, 1, 0, 0}), "an empty record");
    }

    @Test
    void survivesWhateverIsSent() {
        Random random = new Random(443);
        byte[] whole = hello("a.test", "sip/2");
        for (int i = 0; i < 20_000; i++) {
            byte[] bent = whole.clone();
            for (int k = 0; k <= random.nextInt(4); k++) {
                bent[9 + random.nextInt(bent.length - 9)] = (byte) random.nextInt();
            }
            assertNotNull(read(bent));
        }
    }
}
