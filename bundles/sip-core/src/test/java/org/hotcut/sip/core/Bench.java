package org.hotcut.sip.core;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.chain.Bearer;
import org.hotcut.sip.message.Limits;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakeWork;
import org.hotcut.testkit.ManualClock;
import org.hotcut.testkit.ManualLoops;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;

/** A SIP core on loops without threads, between peers that are only addresses. */
final class Bench {
    static final Settings ROOMY = new Settings(Limits.DEFAULT, 100_000, 1_000, 64 << 20, 30, 60, 180_000, false, Overload.Limits.DEFAULT);

    final ManualClock clock = new ManualClock();
    final ManualLoops loops;
    final RecordingFlows flows = new RecordingFlows();
    final FakeKeys keys = new FakeKeys();
    final FakeWork work = new FakeWork();
    final RecordingBans bans = new RecordingBans();
    final FakeLocation location = new FakeLocation();
    final SipCore core;
    final Flow alice = flows.udp("192.0.2.1", 5060);
    final Flow bob = flows.udp("192.0.2.2", 5060);
    final Flow carol = flows.udp("192.0.2.3", 5060);
    private long services;

    Bench() {
        this(1, "handler", ROOMY);
    }

    Bench(int count, String chain, Settings settings) {
        this(count, count, chain, settings);
    }

    /** With so many loops of signalling before those of media. */
    Bench(int count, int signalling, String chain, Settings settings) {
        loops = new ManualLoops(count, signalling, clock);
        core = new SipCore(flows, loops, keys, work, bans, chain, settings, clock::nanos);
        core.bindLocation(location);
        flows.tell(core);
    }

    /** Binds a handler and returns its service id. */
    long bind(String name, SipHandler handler) {
        core.services().links.bind(name, new Bearer(handler, 0, ++services, "test " + services));
        loops.run();
        return services;
    }

    /** Takes a handler out as a thread of the service registry would, but without waiting: the test's thread is a loop. */
    void unbind(String name, long service) {
        core.services().links.unbind(name, service);
        loops.run();
    }

    /** Forwards everything to bob. */
    Bench toBob() {
        bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2:5060")))));
        return this;
    }

    void receive(Flow from, String text) {
        receive(from, Sip.bytes(text));
    }

    void receive(Flow from, Message message) {
        receive(from, message.encode());
    }

    void receive(Flow from, byte[] bytes) {
        core.message(from, ByteBuffer.wrap(bytes));
        loops.run();
    }

    void pass(long millis) {
        loops.advance(Duration.ofMillis(millis));
    }

    /** Returns and forgets what was sent to a peer. */
    List<Message> sent(Flow to) {
        List<Message> sent = new ArrayList<>();
        List<RecordingFlows.Sent> all = flows.sent();
        flows.forget();
        for (RecordingFlows.Sent each : all) {
            if (each.flow().equals(to)) {
                sent.add(Sip.message(each.bytes()));
            } else {
                flows.send(each.flow(), each.bytes());
            }
        }
        return sent;
    }

    /** Returns the only message to a peer. */
    Message one(Flow to) {
        List<Message> sent = sent(to);
        if (sent.size() != 1) {
            throw new AssertionError(sent.size() + " messages to " + to + ": " + sent);
        }
        return sent.get(0);
    }

    Request request(Flow to) {
        return (Request) one(to);
    }

    Response response(Flow to) {
        return (Response) one(to);
    }

    /** Returns the statuses of the responses to a peer. */
    List<Integer> statuses(Flow to) {
        return sent(to).stream().map(message -> ((Response) message).status()).toList();
    }

    /** Returns the methods of the requests to a peer. */
    List<String> methods(Flow to) {
        return sent(to).stream().map(message -> message instanceof Request request ? request.method() : "" + ((Response) message).status()).toList();
    }

    long dropped(Drop reason) {
        long sum = 0;
        for (CoreLoop loop : core.loops()) {
            sum += loop.counters.drops(reason);
        }
        return sum;
    }

    /** Returns a request of alice's with a branch of its own. */
    static Request request(String method, String branch, String... headers) {
        return branched(Sip.request(method, "sip:bob@example.org", headers), branch);
    }

    static Request branched(Request request, String branch) {
        return (Request) Sip.message(Sip.bytes(request.toString().replace("z9hG4bKtest", "z9hG4bK" + branch)));
    }
}
