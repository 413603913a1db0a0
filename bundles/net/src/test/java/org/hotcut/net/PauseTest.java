package org.hotcut.net;

import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams whose reading somebody has stopped. There is one loop, so that what another stream brought proves that the loop was there to read. */
class PauseTest {
    private final NetFixture fixture = new NetFixture(Sockets.best(), 1);
    private final InetSocketAddress tcp = fixture.listen(Protocol.TCP);
    private LineTransport transport = fixture.bind("tcp");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Flow flow(Socket socket) throws IOException {
        write(socket, "hello\n");
        until(() -> transport.messages.remove("hello"));
        return transport.flows.get(transport.flows.size() - 1);
    }

    private void others(String line) throws IOException {
        try (Socket other = connect(tcp)) {
            write(other, line + '\n');
            until(() -> transport.messages.contains(line));
        }
    }

    @Test
    void isReadAgainWhenAllHaveLetItGo() throws IOException {
        try (Socket socket = connect(tcp)) {
            Flow flow = flow(socket);
            fixture.net.pause(flow.id(), true);
            fixture.net.pause(flow.id(), true);
            until(fixture::isAnyFlowWaiting);
            write(socket, "kept back\n");
            others("one");
            fixture.net.pause(flow.id(), false);
            others("two");
            assertEquals(List.of("one", "two"), transport.messages);
            fixture.net.pause(flow.id(), false);
            until(() -> transport.messages.contains("kept back"));
            until(() -> !fixture.isAnyFlowWaiting());
        }
    }

    @Test
    void isNotReadOnlyBecauseATransportCame() throws IOException {
        try (Socket socket = connect(tcp)) {
            Flow flow = flow(socket);
            fixture.net.pause(flow.id(), true);
            until(fixture::isAnyFlowWaiting);
            fixture.net.unbind(transport);
            write(socket, "kept back\n");
            transport = fixture.bind("tcp");
            others("one");
            assertEquals(List.of("one"), transport.messages);
            fixture.net.pause(flow.id(), false);
            until(() -> transport.messages.contains("kept back"));
        }
    }

    @Test
    void isNotReadOnlyBecauseItWasLetGoWhileNoTransportIsThere() throws IOException {
        try (Socket socket = connect(tcp)) {
            Flow flow = flow(socket);
            fixture.net.pause(flow.id(), true);
            fixture.net.unbind(transport);
            fixture.net.pause(flow.id(), false);
            fixture.net.pause(flow.id(), false);
            write(socket, "kept\n");
            assertTrue(fixture.isAnyFlowWaiting());
            transport = fixture.bind("tcp");
            until(() -> transport.messages.contains("kept"));
        }
    }

    @Test
    void aStreamThatIsGoneIsNothingToPause() throws IOException {
        Flow flow;
        try (Socket socket = connect(tcp)) {
            flow = flow(socket);
        }
        until(() -> fixture.net.list().isEmpty());
        fixture.net.pause(flow.id(), true);
        fixture.net.pause(flow.id(), false);
        others("one");
    }
}
