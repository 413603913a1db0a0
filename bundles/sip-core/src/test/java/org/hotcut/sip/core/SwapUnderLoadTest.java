package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;

import org.awaitility.Awaitility;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.core.chain.Bearer;
import org.hotcut.sip.core.chain.Links;
import org.hotcut.sip.message.Message;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.FakeWork;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.RecordingBans;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two loops with threads of their own, and handlers that come and go while requests arrive. */
class SwapUnderLoadTest {
    private static final int REQUESTS = 2_000;
    /** However late the loops are on a machine that has other things to do: nothing is refused for that. */
    private static final Settings UNHURRIED = new Settings(Bench.ROOMY.message(), 100_000, 1_000, 64 << 20, 30, 60, 180_000, false, new Overload.Limits(0, 100, 100));

    private final ThreadLoops loops = new ThreadLoops();
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final RecordingFlows flows = new RecordingFlows();
    private final SipCore core = new SipCore(flows, loops, new FakeKeys(), new FakeWork(), new RecordingBans(), "first, second", UNHURRIED, System::nanoTime);

    /** Decides now or later, as its number says; after it has left it must not be asked. */
    private final class Handler implements SipHandler {
        private final Decision decision;
        private volatile boolean left;
        private int asked;

        Handler(Decision decision) {
            this.decision = decision;
        }

        @Override
        public synchronized Decision request(SipExchange exchange) {
            if (left) {
                throw new AssertionError("asked after it has left");
            }
            if (asked++ % 3 > 0) {
                return decision;
            }
            return Decision.later(CompletableFuture.supplyAsync(() -> decision, pool));
        }
    }

    @AfterEach
    void end() {
        core.deactivate();
        loops.close();
        pool.shutdownNow();
    }

    @Test
    void everyRequestIsAnsweredOnceAndRightly() {
        Thread swapper = new Thread(this::swap);
        swapper.start();
        for (int i = 0; i < REQUESTS; i++) {
            Flow peer = flows.udp(null, new InetSocketAddress("192.0.2." + (1 + i % 100), 5060));
            Message request = Bench.request("MESSAGE", "m" + i, "X-Number: " + i);
            loops.execute(i % 2, () -> core.message(peer, Sip.buffer(request.toString())));
            if (i % 100 == 0) {
                Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> core.exchanges(REQUESTS).size() < 500);
            }
        }
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> flows.sent().size() >= REQUESTS);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> !swapper.isAlive());
        Map<String, Integer> answers = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (RecordingFlows.Sent sent : flows.sent()) {
            Message answer = Sip.message(sent.bytes());
            answers.merge(answer.topVia().branch(), 1, Integer::sum);
            if (!sent.text().startsWith("SIP/2.0 200")) {
                wrong.add(sent.text());
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(REQUESTS, answers.size());
        assertEquals(REQUESTS, flows.sent().size());
        assertEquals(0, core.chain().stream().mapToInt(link -> link.parked()).sum());
    }

    private void swap() {
        Links links = core.services().links;
        for (int i = 1; i <= 20; i++) {
            Handler first = new Handler(Decision.next());
            Handler second = new Handler(Decision.reply(200));
            links.bind("first", new Bearer(first, 0, i, "first " + i));
            links.bind("second", new Bearer(second, 0, i, "second " + i));
            int answered = flows.sent().size();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> flows.sent().size() > Math.min(answered + 50, REQUESTS - 1));
            if (i < 20) {
                links.unbind("first", i);
                first.left = true;
                links.unbind("second", i);
                second.left = true;
            }
        }
    }

    private static final class ThreadLoops implements Loops, AutoCloseable {
        private final ThreadLocal<Integer> here = ThreadLocal.withInitial(() -> -1);
        private final List<ScheduledExecutorService> threads = List.of(Executors.newSingleThreadScheduledExecutor(), Executors.newSingleThreadScheduledExecutor());

        ThreadLoops() {
            for (int i = 0; i < threads.size(); i++) {
                int loop = i;
                threads.get(i).execute(() -> here.set(loop));
            }
        }

        @Override
        public int count() {
            return threads.size();
        }

        @Override
        public int current() {
            return here.get();
        }

        @Override
        public void execute(int loop, Runnable task) {
            threads.get(loop).execute(task);
        }

        @Override
        public AutoCloseable tick(int loop, long millis, Runnable task) {
            ScheduledFuture<?> ticks = threads.get(loop).scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
            return () -> ticks.cancel(false);
        }

        @Override
        public void close() {
            threads.forEach(ScheduledExecutorService::shutdownNow);
        }
    }
}
