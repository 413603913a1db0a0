package org.hotcut.turn.relay;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunWriter;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.ManualClock;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.TurnHandler;

/** A relay with two loops, a listener for UDP on each, a handler and a policy that the test scripts. */
final class Fixture implements AutoCloseable {
    static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 40_000);
    static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 5004);
    static final InetSocketAddress SERVER = new InetSocketAddress("203.0.113.5", 3478);
    private static int transactions;

    final ManualClock clock;
    final SetClock wall;
    final TestLoops loops;
    final TestSockets sockets;
    final RecordingFlows flows = new RecordingFlows();
    final RecordingBans bans = new RecordingBans();
    final TestStreams streams;
    final FakeKeys keys = new FakeKeys();
    final FakeAccounts accounts = new FakeAccounts();
    final ScriptedHandler handler = new ScriptedHandler();
    final ScriptedPolicy policy = new ScriptedPolicy();
    final Map<String, Object> config = new HashMap<>();
    final RelayComponent relay;
    final AdminRelays admin;
    final TestSockets.Socket front;
    final TestSockets.Socket otherFront;

    Fixture(Path data) throws IOException {
        this(data, new ManualClock(), Map.of());
    }

    Fixture(Path data, Map<String, Object> configured) throws IOException {
        this(data, new ManualClock(), configured);
    }

    Fixture(Path data, ManualClock clock, Map<String, Object> configured) throws IOException {
        this(data, clock, new SetClock(clock), configured);
    }

    Fixture(Path data, ManualClock clock, SetClock wall, Map<String, Object> configured) throws IOException {
        this.clock = clock;
        this.wall = wall;
        loops = new TestLoops(3, clock);
        sockets = new TestSockets(loops);
        streams = new TestStreams(loops);
        config.put("addresses", new String[] {"127.0.0.1", "::1"});
        config.putAll(configured);
        relay = new RelayComponent(data, config(), sockets, streams, loops, flows, bans, accounts, keys, wall, clock::nanos);
        admin = new AdminRelays(relay);
        front = sockets.listen(0, SERVER, Protocol.UDP, relay);
        otherFront = sockets.listen(1, SERVER, Protocol.UDP, relay);
        bind(handler, 1);
        bind(policy, 1);
    }

    /** Returns the configuration, what is not said as by default. */
    Config config() {
        return (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class},
            (proxy, method, arguments) -> config.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    void bind(TurnHandler bound, long service) {
        relay.services().handlers.add(bound, 0, service, "handler " + service);
        relay.loops().each(TurnLoop::resume);
    }

    void bind(PeerPolicy bound, long service) {
        relay.services().policies.add(bound, 0, service, "policy " + service);
    }

    void unbindHandler(long service) {
        Whiteboard.unbind(relay.services().handlers, service, relay.loops(), (loop, leaving, done) -> loop.dispatch().drain(leaving, done),
            (loop, leaving) -> loop.dispatch().fence(leaving));
    }

    void unbindPolicy() {
        relay.services().policies.remove(1);
    }

    static Proof proof(String user) {
        return new Proof(new Owner(user, user + "@example.org", true, 0), "example.org", 1, new byte[16], false);
    }

    /** Returns a request unlike any before. */
    static byte[] request() {
        byte[] id = ByteBuffer.allocate(12).putInt(++transactions).array();
        return new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, id).bytes();
    }

    /** Returns a request that the handler decides so about. */
    byte[] request(Decision decision) {
        byte[] request = request();
        handler.decides(request, decision);
        return request;
    }

    byte[] request(Action action) {
        return request(new Decision.Apply(action, proof("alice")));
    }

    /** Sends it from a client and returns the response, or null. */
    String ask(TestSockets.Socket at, InetSocketAddress client, byte[] request) {
        int before = at.sent.size();
        at.receive(request, client);
        if (at.sent.size() == before) {
            return null;
        }
        TestSockets.Sent sent = at.take();
        return sent.to().equals(client) ? text(sent) : null;
    }

    String ask(InetSocketAddress client, Action action) {
        return ask(front, client, request(action));
    }

    String ask(Action action) {
        return ask(CLIENT, action);
    }

    static String text(TestSockets.Sent sent) {
        return new String(sent.bytes(), StandardCharsets.UTF_8);
    }

    static Action.Allocate allocate(Family... families) {
        return new Action.Allocate(false, families.length == 0 ? List.of(Family.IPV4) : List.of(families), false, false, null, 600, false);
    }

    /** An allocation of the client; returns its relay socket. */
    TestSockets.Socket allocated(InetSocketAddress client) {
        ask(client, allocate());
        return relaySocket(client);
    }

    TestSockets.Socket allocated() {
        return allocated(CLIENT);
    }

    TestSockets.Socket relaySocket(InetSocketAddress client) {
        return sockets.at(info(client).bound().get(0));
    }

    AllocationInfo info(InetSocketAddress client) {
        return admin.allocations().stream().filter(info -> info.client().address().equals(client)).findFirst().orElse(null);
    }

    String permit(String... peers) throws Exception {
        InetAddress[] addresses = new InetAddress[peers.length];
        for (int i = 0; i < peers.length; i++) {
            addresses[i] = InetAddress.getByName(peers[i]);
        }
        return ask(new Action.Permit(List.of(addresses)));
    }

    String bindChannel(int number, InetSocketAddress peer) {
        return ask(new Action.Bind(number, peer));
    }

    static byte[] channelData(int number, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length).putShort((short) number).putShort((short) bytes.length).put(bytes).array();
    }

    static byte[] send(InetSocketAddress peer, String data) {
        return new StunWriter(StunClass.INDICATION, Stun.SEND, new byte[12]).xorAddress(Stun.XOR_PEER_ADDRESS, peer)
            .attribute(Stun.DATA, data.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        relay.deactivate();
    }
}
