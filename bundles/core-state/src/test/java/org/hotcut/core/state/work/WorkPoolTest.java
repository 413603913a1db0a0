package org.hotcut.core.state.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.hotcut.core.state.Configs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WorkPoolTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final WorkPool pool = new WorkPool(4, 20, 200);

    @BeforeAll
    static void waitLongEnough() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        gate.countDown();
        pool.stop();
    }

    @Test
    void aTaskRunsOnAThreadOfThePoolAndGivesItsValue() throws Exception {
        assertTrue(new WorkOfBundle(pool, "a").call(() -> Thread.currentThread().getName()).toCompletableFuture().get(60, SECONDS).startsWith("hotcut-work-"));
    }

    @Test
    void anExceptionAndAnErrorReachWhoWaitsAndTheThreadLives() {
        WorkClient client = pool.client("a");
        for (int i = 0; i < 20; i++) {
            ExecutionException thrown = assertThrows(ExecutionException.class, () -> client.call(() -> {
                throw new NoClassDefFoundError("gone");
            }).get(60, SECONDS));
            assertInstanceOf(NoClassDefFoundError.class, thrown.getCause());
        }
        assertEquals(4, pool.status().get("threads"));
        assertEquals("ok", client.call(() -> "ok").join());
    }

    @Test
    void oneBundleCannotTakeAllThreadsNorTheWholeQueue() throws Exception {
        WorkClient greedy = pool.client("greedy");
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(greedy.call(this::hang));
        }
        await().until(() -> pool.status().get("running").equals(3));
        for (int i = 0; i < 30; i++) {
            calls.add(greedy.call(this::hang));
        }
        assertEquals(10, pool.status().get("queued"));
        assertThrows(ExecutionException.class, () -> calls.get(calls.size() - 1).get());
        assertEquals("served", pool.client("other").call(() -> "served").get(60, SECONDS));
    }

    @Test
    void bundlesTakeTurns() throws Exception {
        WorkPool single = new WorkPool(1, 100, 200);
        WorkClient first = single.client("first");
        WorkClient second = single.client("second");
        List<String> order = new ArrayList<>();
        CompletableFuture<?> holder = first.call(this::hang);
        await().until(() -> single.status().get("running").equals(1));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(first.call(() -> order.add("first")));
        }
        for (int i = 0; i < 3; i++) {
            calls.add(second.call(() -> order.add("second")));
        }
        gate.countDown();
        holder.get();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(60, SECONDS);
        assertTrue(order.subList(0, 4).containsAll(List.of("first", "second")), order::toString);
        assertEquals(2, order.subList(0, 4).stream().filter("second"::equals).count(), order::toString);
        single.stop();
    }

    @Test
    void whatABundleHasQueuedIsCancelledWhenItLeaves() {
        WorkClient leaving = pool.client("leaving");
        for (int i = 0; i < 3; i++) {
            leaving.call(this::hang);
        }
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<?> queued = leaving.call(() -> {
            ran.set(true);
            return null;
        });
        leaving.close();
        assertTrue(queued.isCancelled());
        assertFalse(ran.get());
        assertEquals(0, pool.status().get("queued"));
        ExecutionException refused = assertThrows(ExecutionException.class, () -> leaving.call(() -> 1).get());
        assertInstanceOf(RejectedExecutionException.class, refused.getCause());
    }

    @Test
    void aRunningTaskIsAwaitedWhenItsBundleLeaves() throws Exception {
        WorkPool patient = new WorkPool(2, 20, 10_000);
        WorkClient leaving = patient.client("leaving");
        CompletableFuture<?> running = leaving.call(this::hang);
        await().until(() -> patient.status().get("running").equals(1));
        CompletableFuture<Void> left = CompletableFuture.runAsync(leaving::close);
        gate.countDown();
        left.get(60, SECONDS);
        assertTrue(running.isDone());
        assertFalse(running.isCompletedExceptionally());
        patient.stop();
    }

    @Test
    void aTaskThatHangsIsInterruptedAfterTheDrainTimeAndTheThreadServesOthers() throws Exception {
        WorkPool single = new WorkPool(1, 20, 100);
        WorkClient leaving = single.client("leaving");
        CompletableFuture<?> hanging = leaving.call(this::hang);
        await().until(() -> single.status().get("running").equals(1));
        leaving.close();
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> hanging.get(60, SECONDS));
        assertInstanceOf(InterruptedException.class, thrown.getCause());
        assertFalse(single.client("next").call(() -> Thread.currentThread().isInterrupted()).get(60, SECONDS));
        single.stop();
    }

    @Test
    void aTaskMayCloseItsOwnClient() throws Exception {
        WorkPool patient = new WorkPool(2, 20, 60_000);
        WorkClient client = patient.client("self");
        assertEquals("left", client.call(() -> {
            client.close();
            return Thread.currentThread().isInterrupted() ? "interrupted" : "left";
        }).get(60, SECONDS));
        patient.stop();
    }

    @Test
    void aResultIsDeliveredInsideTheClient() throws Exception {
        WorkPool patient = new WorkPool(2, 20, 10_000);
        WorkClient client = patient.client("a");
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean delivered = new AtomicBoolean();
        client.call(() -> {
            started.await();
            return null;
        }).thenRun(() -> {
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            delivered.set(true);
        });
        started.countDown();
        client.close();
        assertTrue(delivered.get() || patient.status().get("finished").equals(0L), "either it never ran or it was awaited to the end");
        patient.stop();
    }

    @Test
    void aTaskLeavesNoInterruptAndNoContextClassLoaderBehind() throws Exception {
        WorkPool single = new WorkPool(1, 20, 100);
        WorkClient client = single.client("a");
        AtomicReference<ClassLoader> before = new AtomicReference<>();
        client.call(() -> {
            before.set(Thread.currentThread().getContextClassLoader());
            Thread.currentThread().setContextClassLoader(null);
            Thread.currentThread().interrupt();
            return null;
        }).join();
        assertSame(before.get(), client.call(() -> {
            assertFalse(Thread.currentThread().isInterrupted());
            return Thread.currentThread().getContextClassLoader();
        }).get(60, SECONDS));
        single.stop();
    }

    @Test
    void moreOrFewerThreadsAreInForceAtOnceAndTheQueueIsKept() throws Exception {
        WorkClient client = pool.client("a");
        for (int i = 0; i < 3; i++) {
            client.call(this::hang);
        }
        await().until(() -> pool.status().get("running").equals(3));
        CompletableFuture<String> queued = client.call(() -> "kept");
        pool.modified(Configs.with(Map.of("workThreads", 8)));
        assertEquals("kept", queued.get(60, SECONDS));
        pool.modified(Configs.with(Map.of("workThreads", 1)));
        gate.countDown();
        for (int i = 0; i < 10; i++) {
            assertEquals("still served", client.call(() -> "still served").get(60, SECONDS));
        }
    }

    @Test
    void aThreadThatWaitsKeepsNothingOfTheLastTask() {
        WorkClient client = pool.client("a");
        List<WeakReference<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(runOne(client));
        }
        client.close();
        await().until(() -> {
            System.gc();
            return tasks.stream().allMatch(task -> task.get() == null);
        });
    }

    private static WeakReference<Object> runOne(WorkClient client) {
        Object held = new Object();
        client.call(held::hashCode).join();
        return new WeakReference<>(held);
    }

    private Void hang() throws InterruptedException {
        gate.await();
        return null;
    }
}
