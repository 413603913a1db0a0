package org.hotcut.sip.message;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hotcut.sip.api.NameAddr;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a message costs: the index, what routing asks for, an edit, and JAIN-SIP's model of it beside them. {@code distribution/bench/jmh} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageBenchmark {
    private final byte[] invite = Sample.bytes(Sample.INVITE);
    private final byte[] ringing = Sample.bytes(Sample.INVITE.replace("INVITE sip:bob@example.org SIP/2.0", "SIP/2.0 180 Ringing"));
    private final Request request = Sample.request(Sample.INVITE);
    private final RequestWriter writer = new RequestWriter();

    /** Every header found, the mandatory ones checked. */
    @Benchmark
    public Message index() throws MalformedMessageException {
        return Parser.parse(invite);
    }

    /** Index, and what matching and routing a request ask for. */
    @Benchmark
    public void indexAndRoutingHeaders(Blackhole hole) throws MalformedMessageException {
        Request fresh = (Request) Parser.parse(invite);
        hole.consume(fresh.method());
        hole.consume(fresh.topVia().branch());
        hole.consume(fresh.callId());
        hole.consume(fresh.fromTag());
        hole.consume(fresh.uri().host());
        hole.consume(fresh.maxForwards());
        hole.consume(fresh.route(0));
    }

    /** A header looked for by its name. */
    @Benchmark
    public List<NameAddr> contacts() {
        return request.addresses("Contact");
    }

    /** A request as it goes on: Via, Max-Forwards and Record-Route spliced in. */
    @Benchmark
    public byte[] forwardRequest() {
        return writer.start(request).uri("sip:bob@192.0.2.9:5060").maxForwards(69).received("192.0.2.1", 5060)
            .via("SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKh00abcdefghijklm").popRoutes(1).recordRoutes("<sip:token@192.0.2.2;lr>", null).finish();
    }

    /** A response as it goes back: index, and our Via cut out. */
    @Benchmark
    public byte[] indexAndForwardResponse() throws MalformedMessageException {
        return ((Response) Parser.parse(ringing)).forwarded();
    }

    /** One header added: the splice of an edit by a handler. */
    @Benchmark
    public Request splice() {
        return request.withHeader("X-Note", "seen");
    }

    /** The whole message in JAIN-SIP's model, which the way of a message avoids. */
    @Benchmark
    public Object jainSip() throws java.text.ParseException {
        return request.toJainSip();
    }
}
