package org.hotcut.shell.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.Test;

class RelayCheckTest {
    private static final int LONG = 60_000;
    private static final int SHORT = 200;
    private static final int HEADER = 20;

    private final Findings findings = new Findings();

    /** Answers each request with a header of the type that is said, over UDP; nothing when that is negative. */
    private static void serve(DatagramSocket socket, IntUnaryOperator answer) {
        Thread thread = new Thread(() -> {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                while (true) {
                    socket.receive(packet);
                    int type = answer.applyAsInt(ByteBuffer.wrap(packet.getData()).getShort());
                    if (type >= 0) {
                        socket.send(new DatagramPacket(header(packet.getData(), type), HEADER, packet.getSocketAddress()));
                    }
                }
            } catch (IOException e) {
                // closed by the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] header(byte[] request, int type) {
        return ByteBuffer.allocate(HEADER).putShort((short) type).putShort((short) 0).put(request, 4, 16).array();
    }

    private static Endpoint endpoint(Protocol protocol, int port) {
        return new Endpoint("turn", protocol, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null, port);
    }

    private List<String> check(int patience, IntUnaryOperator answer) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            serve(socket, answer);
            new RelayCheck(null, patience, findings).listener(endpoint(Protocol.UDP, socket.getLocalPort()));
            return findings.lines().stream().map(line -> line.replace(":" + socket.getLocalPort(), "")).toList();
        }
    }

    @Test
    void aListenerThatIsWellIsFoundWell() throws IOException {
        assertEquals(List.of("ok     turn udp 127.0.0.1 answers, and gives no relay to strangers", "All is well."),
            check(LONG, method -> method == StunWire.BINDING ? method | StunWire.SUCCESS : method | StunWire.ERROR));
    }

    @Test
    void anOpenRelayIsWrong() throws IOException {
        assertTrue(check(LONG, method -> method | StunWire.SUCCESS).get(0).endsWith("gives a relay to whoever asks"), findings.lines().toString());
    }

    @Test
    void silenceIsWrong() throws IOException {
        assertTrue(check(SHORT, method -> -1).get(0).endsWith("does not answer"), findings.lines().toString());
    }

    @Test
    void asksConnectionsToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2; i++) {
                    try (Socket socket = server.accept()) {
                        byte[] request = new byte[HEADER];
                        new DataInputStream(socket.getInputStream()).readFully(request);
                        int method = ByteBuffer.wrap(request).getShort();
                        socket.getOutputStream().write(header(request, method | (method == StunWire.BINDING ? StunWire.SUCCESS : StunWire.ERROR)));
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            thread.start();
            new RelayCheck(null, LONG, findings).listener(endpoint(Protocol.TCP, server.getLocalPort()));
            thread.join(LONG);
            assertEquals(0, findings.wrong(), findings.lines().toString());
            assertTrue(findings.lines().get(0).endsWith("answers, and gives no relay to strangers"), findings.lines().toString());
        }
    }

    @Test
    void saysWhatTheRulesOpen() {
        RelayCheck check = new RelayCheck(null, LONG, findings);
        check.peers(policy(address -> false), null, List.of());
        assertTrue(findings.lines().get(0).startsWith("WRONG  Relays reach nobody: closed"), findings.lines().toString());
        check.peers(policy(address -> address.equals("192.0.32.8")), null, List.of());
        assertTrue(findings.lines().contains("ok     Nothing but public addresses can be reached through relays"), findings.lines().toString());
        check.peers(policy(address -> address.equals("192.0.32.8") || address.equals("10.0.0.1")), null, List.of());
        assertTrue(findings.lines().stream().anyMatch(line -> line.endsWith("can be reached through relays: 10.0.0.1, ::ffff:10.0.0.1")), findings.lines().toString());
    }

    private static PeerPolicy policy(Predicate<String> open) {
        return new PeerPolicy() {
            @Override
            public Reach reach(InetAddress peer) {
                return open.test(peer.getHostAddress()) ? Reach.all("open") : Reach.none("closed");
            }

            @Override
            public String version() {
                return "1";
            }
        };
    }
}
