package org.hotcut.core.api;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The only place where a behaviour bundle may block: a bounded pool that {@code core-state} owns. The service has bundle scope,
 * so work is known by the bundle that asked for it: when that bundle leaves, what it has queued is cancelled, what runs is
 * awaited for two seconds and then interrupted.
 */
@ProviderType
public interface Work {
    /**
     * Runs a blocking task on the pool.
     *
     * @return completes, on a pool thread, with the task's value or exception; fails at once with
     *     {@link java.util.concurrent.RejectedExecutionException} when the queue is full or the bundle is leaving
     */
    <T> CompletionStage<T> call(Callable<T> task);
}
