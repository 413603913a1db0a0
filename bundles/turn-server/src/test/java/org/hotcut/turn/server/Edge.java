package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.TurnRequest;

/** A TurnServer with alice and bob of example.org, and a client that asks it. Nothing runs by itself; time stands still. */
final class Edge {
    static final InetSocketAddress RELAYED = new InetSocketAddress("203.0.113.1", 50_000);
    static final InetSocketAddress RELAYED6 = new InetSocketAddress("2001:db8::1", 50_000);
    static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.9", 6_000);

    final FakeAccounts accounts = new FakeAccounts().user("alice", "example.org", "secret").user("bob", "example.org", "hidden");
    final FakeKeys keys = new FakeKeys();
    final Map<String, Object> config = new HashMap<>();
    FakeLocation location = new FakeLocation();
    Protocol protocol = Protocol.UDP;
    InetSocketAddress address = new InetSocketAddress("198.51.100.7", 40_000);
    long now = 1_800_000_000_000L;
    Holding holding;
    Login login = Login.sha256("alice", "secret");

    TurnServer server() {
        return new TurnServer(accounts, keys, location, TestConfig.with(config));
    }

    TurnRequest request(byte[] message) {
        return new TurnRequest(new Client(protocol, new InetSocketAddress("203.0.113.1", 3_478), address, protocol.isStream() ? 7 : 0), message, holding, now);
    }

    /** Has a new instance decide: nothing may be kept from one to the next. */
    Decision decide(byte[] message) {
        CompletableFuture<Decision> decision = server().decide(request(message)).toCompletableFuture();
        return decision.join();
    }

    static StunWriter begin(int method) {
        byte[] id = new byte[Stun.TRANSACTION_ID];
        ThreadLocalRandom.current().nextBytes(id);
        return new StunWriter(StunClass.REQUEST, method, id);
    }

    /** Returns a request, signed by {@link #login}, which asks for a challenge first if it has none. */
    byte[] signed(int method, Consumer<StunWriter> attributes) {
        if (login.nonce == null) {
            login.challenged(message(reply(begin(Stun.ALLOCATE).bytes())));
        }
        StunWriter request = begin(method);
        attributes.accept(request);
        return login.sign(request).bytes();
    }

    Decision.Reply reply(byte[] message) {
        return assertInstanceOf(Decision.Reply.class, decide(message));
    }

    Decision.Apply apply(byte[] message) {
        return assertInstanceOf(Decision.Apply.class, decide(message));
    }

    Decision.Apply applied(int method, Consumer<StunWriter> attributes) {
        return apply(signed(method, attributes));
    }

    <T extends Action> T action(Class<T> type, int method, Consumer<StunWriter> attributes) {
        return assertInstanceOf(type, applied(method, attributes).action());
    }

    /** Asks, signed, and expects that error, proven as the request was. */
    StunMessage refused(int code, int method, Consumer<StunWriter> attributes) {
        Decision.Reply reply = reply(signed(method, attributes));
        StunMessage message = message(reply);
        assertEquals(code, message.errorCode());
        assertEquals(code >= 400 && isChallenge(code), reply.stranger(), "only who has proven himself is no stranger");
        assertEquals(!reply.stranger(), login.sha256 ? message.isIntegritySha256Right(login.key()) : message.isIntegrityRight(login.key()));
        return message;
    }

    private static boolean isChallenge(int code) {
        return code == 401 || code == 438 || code == 500;
    }

    /** Makes as if what was decided had been done. */
    Edge has(Decision.Apply allocate, byte[] transaction, boolean tcp, InetSocketAddress... relayed) {
        holding = new Holding(allocate.proof(), List.of(relayed), tcp, transaction);
        return this;
    }

    /** Has an allocation with an IPv4 address. */
    Edge allocated() {
        byte[] request = signed(Stun.ALLOCATE, wanted -> wanted.uint8(Stun.REQUESTED_TRANSPORT, 17));
        return has(apply(request), StunMessage.of(request).transactionId(), false, RELAYED);
    }

    StunMessage answer(byte[] request, Decision.Apply applied, Outcome outcome) {
        return StunMessage.of(server().answer(request(request), applied, outcome));
    }

    static StunMessage message(Decision.Reply reply) {
        return StunMessage.of(reply.message());
    }
}
