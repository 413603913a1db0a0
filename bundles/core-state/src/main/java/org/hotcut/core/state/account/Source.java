package org.hotcut.core.state.account;

import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.state.work.WorkClient;

/** A source of accounts that is there now, with its share of the pool. */
final class Source {
    /** What is asked of a source. */
    @FunctionalInterface
    interface Ask<T> {
        T of(AccountSource source) throws Exception;
    }

    private final AccountSource service;
    private final String name;
    private final int ranking;
    private final long id;
    private final WorkClient work;
    private volatile boolean leaving;

    Source(AccountSource service, String name, int ranking, long id, WorkClient work) {
        this.service = service;
        this.name = name;
        this.ranking = ranking;
        this.id = id;
        this.work = work;
    }

    String name() {
        return name;
    }

    long id() {
        return id;
    }

    int ranking() {
        return ranking;
    }

    boolean leaving() {
        return leaving;
    }

    <T> CompletableFuture<T> ask(Ask<T> ask) {
        return work.call(() -> ask.of(service));
    }

    /** Gets no new work from here on. */
    void leave() {
        leaving = true;
    }

    /** Drains: returns when nothing of it runs any more, or after the drain time. */
    void drain() {
        work.close();
    }
}
