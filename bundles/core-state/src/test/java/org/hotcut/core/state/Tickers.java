package org.hotcut.core.state;

/** Tickers for tests of other packages. */
public final class Tickers {
    private final Ticker ticker = new Ticker();

    public Ticker one() {
        return ticker;
    }

    public void stop() {
        ticker.stop();
    }
}
