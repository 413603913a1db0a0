package org.hotcut.sip.core.transaction;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.message.Response;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a transaction costs in a table that holds as many finished ones as a rate leaves behind (Timer J: 32 s). Its time goes on so that a row is removed for each that is made.
 * {@code distribution/bench/jmh} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TransactionTableBenchmark {
    private static final long TIMER_J_NANOS = 32_000_000_000L;

    /** Rows that are there all the time. */
    @Param({"16000", "80000"})
    public int rows;

    private final byte[] answer = new byte[400];
    private final Flow flow = new Flow(1, "udp", Protocol.UDP, new InetSocketAddress("127.0.0.1", 5060), new InetSocketAddress("127.0.0.1", 5070));
    private long nanos;
    private long number;
    private TimerWheel wheel;
    private TransactionTable table;

    /** Fills the table. */
    @Setup
    public void fill() {
        wheel = new TimerWheel(() -> nanos);
        table = new TransactionTable(wheel, new Nowhere());
        for (int i = 0; i < 2 * rows; i++) {
            served();
        }
    }

    /** A request that is new is answered: looked for, made, answered, and an older one removed by its Timer J. */
    @Benchmark
    public byte[] served() {
        nanos += TIMER_J_NANOS / rows;
        wheel.advance();
        ServerKey key = new ServerKey("z9hG4bK" + number++, "127.0.0.1", 5070, "REGISTER");
        byte[] known = table.server(key) == null ? table.answer(key, flow) : answer;
        if (known == null) {
            table.serve(key, flow, flow).answer(200, answer);
        }
        return known;
    }

    /** A request that came again is recognised. */
    @Benchmark
    public byte[] found() {
        return table.answer(new ServerKey("z9hG4bK" + (number - 1), "127.0.0.1", 5070, "REGISTER"), flow);
    }

    /** Whatever is sent is lost. */
    private static final class Nowhere implements Outbound {
        @Override
        public boolean request(Flow line, byte[] message) {
            return true;
        }

        @Override
        public void response(ServerTransaction transaction, byte[] message) { }

        @Override
        public byte[] acknowledgement(byte[] invite, Response response) {
            return invite;
        }
    }
}
