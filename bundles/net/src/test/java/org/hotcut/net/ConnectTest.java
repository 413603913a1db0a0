package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private final NetFixture fixture = new NetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private CompletableFuture<Flow> open(InetSocketAddress remote) {
        return fixture.net.connect(Protocol.TCP, remote, null).toCompletableFuture();
    }

    @Test
    void sharesOneAttemptAndThenTheConnection() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        fixture.listen(Protocol.TCP);
        try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            InetSocketAddress there = at("127.0.0.1", peer.getLocalPort());
            CompletableFuture<Flow> one = open(there);
            CompletableFuture<Flow> two = open(there);
            try (Socket accepted = peer.accept()) {
                Flow flow = one.join();
                assertEquals(flow, two.join());
                assertEquals(flow, open(there).join());
                assertEquals("tcp", flow.endpoint());
                assertEquals(there, flow.remote());
                assertEquals(accepted.getPort(), flow.local().getPort());
                fixture.net.send(flow, "out\n".getBytes(StandardCharsets.UTF_8));
                assertEquals("out\n", NetFixture.read(accepted, 4));
                write(accepted, "in\n");
                until(() -> transport.messages.contains("in"));
                assertTrue(fixture.net.list().iterator().next().outgoing());
            }
            until(() -> fixture.net.list().isEmpty());
            CompletableFuture<Flow> anew = open(there);
            try (Socket accepted = peer.accept()) {
                assertNotEquals(one.join().id(), anew.join().id());
            }
        }
    }

    @Test
    void whatFailsIsToldWithoutTheNameOfThePeer() throws IOException {
        InetAddress named = InetAddress.getByAddress("peer.example.org.", new byte[] {127, 0, 0, 1});
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, named)) {
            closed = socket.getLocalPort();
        }
        CompletionException fault = assertThrows(CompletionException.class, () -> open(new InetSocketAddress(named, closed)).join());
        assertTrue(fault.getMessage().contains("tcp 127.0.0.1:" + closed), fault.getMessage());
        assertFalse(fault.getMessage().contains("example"), fault.getMessage());
    }

    @Test
    void usesAPlainConnectionThatThePeerHasOpened() throws IOException {
        LineTransport transport = fixture.bind("tcp");
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "x\n");
            until(() -> transport.flows.size() == 1);
            assertEquals(transport.flows.get(0), open(at("127.0.0.1", socket.getLocalPort())).join());
        }
    }

    @Test
    void nobodyHasUsOpenMoreConnectionsToHimThanHeMayOpenToUs() throws IOException {
        fixture.bind("tcp");
        fixture.listen(Protocol.TCP, new Limits(4096, 100, 2, 30_000, 0, 10_000, 0));
        try (ServerSocket one = peer(); ServerSocket two = peer(); ServerSocket three = peer()) {
            open(at("127.0.0.1", one.getLocalPort())).join();
            open(at("127.0.0.1", two.getLocalPort())).join();
            CompletionException fault = assertThrows(CompletionException.class, () -> open(at("127.0.0.1", three.getLocalPort())).join());
            assertTrue(fault.getCause().getMessage().contains("too many connections"), fault.getCause().getMessage());
            one.accept().close();
            until(() -> fixture.net.list().size() == 1);
            open(at("127.0.0.1", three.getLocalPort())).join();
        }
    }

    private static ServerSocket peer() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void completesOnALoop() throws IOException {
        fixture.bind("tcp");
        try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            CountDownLatch asked = new CountDownLatch(1);
            fixture.net.loops().onEach(loop -> awaitUninterrupted(asked));
            CompletableFuture<Integer> loop = open(at("127.0.0.1", peer.getLocalPort())).thenApply(flow -> fixture.net.loops().current());
            asked.countDown();
            assertTrue(loop.join() >= 0);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void saysWhyThereIsNoConnection() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            nobody = at("127.0.0.1", gone.getLocalPort());
        }
        CompletionException fault = assertThrows(CompletionException.class, () -> open(nobody).join());
        assertTrue(fault.getCause() instanceof IOException);
        assertTrue(fault.getCause().getMessage().contains("refused"), fault.getCause().getMessage());
        assertTrue(fault.getCause().getMessage().contains("tcp 127.0.0.1:" + nobody.getPort()));
        assertThrows(CompletionException.class, () -> fixture.net.connect(Protocol.TLS, nobody, "x").toCompletableFuture().join());
        assertThrows(CompletionException.class, () -> fixture.net.connect(Protocol.UDP, nobody, null).toCompletableFuture().join());
        assertEquals(0, fixture.net.status().get("connections being opened"));
    }
}
