package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import org.hotcut.testkit.FakeKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Days of session tickets, engine to engine. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class BoringSslTest {
    private static final TlsPolicy POLICY = TlsPolicy.of(true, false, "TLSv1.2", List.of(), TlsPolicy.ClientAuth.NONE, Set.of(), "public");

    private final Certificates certificates = new Certificates();
    private final TlsPool pool = new TlsPool(1);
    private final AtomicLong clock = new AtomicLong();
    private final BoringSsl boring = new BoringSsl(new TicketKeys(clock::get));
    private SSLContext client;

    @BeforeEach
    void aServer() throws IOException {
        client = TlsSocket.context(certificates);
        boring.bind(new FakeKeys());
        boring.install(List.of(Credentials.parse(certificates.credential("EC", "a.test"))));
        assertNull(boring.lack("tls", POLICY, List.of()));
    }

    @AfterEach
    void close() {
        pool.shutdown();
    }

    private void passDays(int days) {
        for (int i = 0; i < days; i++) {
            clock.addAndGet(TimeUnit.DAYS.toNanos(1));
            boring.renewTickets();
        }
    }

    /** The client comes, gets a ticket and leaves. */
    private void visit() throws IOException {
        SSLEngine here = boring.server("tls", POLICY, List.of(), ByteBufAllocator.DEFAULT, pool).engine();
        SSLEngine there = client.createSSLEngine("a.test", 5061);
        there.setUseClientMode(true);
        try {
            ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
            ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
            ByteBuffer heard = ByteBuffer.allocate(1 << 16);
            while (heard.position() == 0) {
                speak(there, toServer, false);
                hear(here, toServer, ByteBuffer.allocate(1 << 16));
                speak(here, toClient, true);
                hear(there, toClient, heard);
            }
        } finally {
            ReferenceCountUtil.release(here);
        }
    }

    private static void speak(SSLEngine engine, ByteBuffer line, boolean greets) throws IOException {
        do {
            ByteBuffer text = ByteBuffer.wrap(new byte[greets && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING ? 1 : 0]);
            engine.wrap(text, line);
            run(engine);
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private static void hear(SSLEngine engine, ByteBuffer line, ByteBuffer heard) throws IOException {
        line.flip();
        int before;
        do {
            before = line.remaining();
            engine.unwrap(line, heard);
            run(engine);
        } while (line.hasRemaining() && (line.remaining() < before || engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP));
        line.compact();
    }

    private static void run(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Test
    void aTicketIsGoodForFourDaysMore() throws IOException {
        visit();
        assertEquals(0, boring.resumed("tls"));
        passDays(4);
        visit();
        assertEquals(1, boring.resumed("tls"));
    }

    @Test
    void aTicketOfFiveDaysAgoIsNot() throws IOException {
        visit();
        passDays(5);
        visit();
        assertEquals(0, boring.resumed("tls"));
    }
}
