package org.hotcut.net;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads, all started at once, for the asymmetric part of handshakes, which takes a millisecond and would hold up a loop. When
 * more wait than can be served within the time limit of a handshake, new ones are refused.
 */
final class TlsPool implements Executor {
    private static final int QUEUE = 4000;

    private final ThreadPoolExecutor threads;

    TlsPool(int count) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
            Thread made = new Thread(task, "hotcut-net-tls-" + number.getAndIncrement());
            made.setDaemon(true);
            made.setContextClassLoader(TlsPool.class.getClassLoader());
            return made;
        });
        threads.prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    void shutdown() {
        threads.shutdownNow();
    }
}
