package org.hotcut.core.state;

import java.util.concurrent.CountDownLatch;

/** Tickers for tests of other packages. */
public final class Tickers {
    private final Ticker ticker = new Ticker();
    private final CountDownLatch end = new CountDownLatch(1);

    public Ticker one() {
        return ticker;
    }

    /** Returns one that calls nobody: a test whose clock stands still may take longer than the next tick. */
    public Ticker still() {
        ticker.every(1, () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return ticker;
    }

    public void stop() {
        end.countDown();
        ticker.stop();
    }
}
