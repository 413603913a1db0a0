package org.hotcut.core.api.net;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The event loops, numbered from 0; those of relayed media ({@link PacketLoops#packetLoops}) are the last ones. All that belongs to one loop is touched by its thread alone, so it needs no lock. For state
 * bundles only: a task or tick of a behaviour bundle would pin its classes. Nothing run here may block.
 */
@ProviderType
public interface Loops {
    /** Returns how many loops there are; fixed while the process lives. */
    int count();

    /**
     * Returns how many of them, the first, are of signalling; fixed while the process lives. The others are of relayed media: SIP comes there only by connections to a port that it
     * shares with media, never as datagrams, and their lateness is that of media.
     */
    default int signallingCount() {
        return count();
    }

    /** Returns the loop whose thread this is, or -1. */
    int current();

    /** Runs a task on a loop, after what that loop is doing and has queued. From the loop itself too: then after the present read burst. */
    void execute(int loop, Runnable task);

    /**
     * Runs a task on a loop again and again.
     *
     * @param millis the period
     * @return closes to end it; a run that has begun is finished
     */
    AutoCloseable tick(int loop, long millis, Runnable task);
}
