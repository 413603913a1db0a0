package org.hotcut.net;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Transport;

/** A whole {@code net} with real sockets on loopback, and the words to use it in a test. */
final class NetFixture implements AutoCloseable {
    static final Limits LIMITS = new Limits(4096, 100, 50, 30_000, 0, 10_000, 0);
    private static long serviceIds;

    final Net net;
    /** Bound at first; lets everybody pass. */
    final ScriptedJudge judge = new ScriptedJudge();

    NetFixture(Sockets sockets, int loops) {
        this(sockets, loops, DtlsPlaces.Bounds.DEFAULT);
    }

    NetFixture(Sockets sockets, int loops, DtlsPlaces.Bounds dtls) {
        net = new Net(sockets, loops, loops, 2, dtls);
        net.bind(judge, Map.of("service.id", 1L));
    }

    NetFixture() {
        this(Sockets.best(), 2);
    }

    static InetSocketAddress at(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host, e);
        }
    }

    static ListenerSettings settings(String name, Protocol protocol, InetSocketAddress address, Limits limits) {
        return new ListenerSettings(name, protocol, address, null, 0, false, ListenerSettings.PUBLIC, 1 << 20, limits);
    }

    /** Opens a listener whose name is that of the protocol, on 127.0.0.1 and a free port. */
    InetSocketAddress listen(Protocol protocol) {
        return listen(protocol, LIMITS);
    }

    InetSocketAddress listen(Protocol protocol, Limits limits) {
        return listen(settings(protocol.name().toLowerCase(Locale.ROOT), protocol, at("127.0.0.1", 0), limits));
    }

    InetSocketAddress listen(ListenerSettings settings) {
        net.listeners().put(settings.name(), settings);
        return endpoint(settings.name()).local();
    }

    Endpoint endpoint(String name) {
        return net.listening().stream().filter(endpoint -> endpoint.name().equals(name)).findFirst().orElseThrow();
    }

    LineTransport bind(String... names) {
        LineTransport transport = new LineTransport();
        bind(transport, names);
        return transport;
    }

    void bind(Transport transport, String... names) {
        net.bind(transport, Map.of("hotcut.name", names, "service.id", ++serviceIds));
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** Returns how many datagrams wait for a transport. */
    int parked() {
        return (int) net.status().get("datagrams parked");
    }

    boolean isAnyFlowWaiting() {
        return net.list().stream().anyMatch(FlowInfo::waiting);
    }

    long drops(Drops.Reason reason) {
        return net.drops().of(reason);
    }

    static Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads to the end of the connection. */
    static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    static void send(DatagramSocket socket, InetSocketAddress to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    static String receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(60_000);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        net.close();
    }
}
