package org.hotcut.turn.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

import org.osgi.annotation.versioning.ProviderType;

/** The allocations. Implemented by {@code turn-relay}. Safe for any thread but those of loops: it waits for them, two seconds at most. */
@ProviderType
public interface Relays {
    /** Returns all allocations, the oldest first; a snapshot. */
    List<AllocationInfo> allocations();

    /**
     * Ends allocations.
     *
     * @param which  those; not kept
     * @param reason for the log
     * @return how many
     */
    int end(Predicate<AllocationInfo> which, String reason);

    /** Makes no further allocations (they get 508), or makes them again; those that are there live on and are refreshed. Over restarts too. */
    void drain(boolean on);

    /** Returns whether it drains. */
    boolean isDraining();

    /** Returns whether there is a relayed address of ours now at this address and port, bound or told. */
    boolean isRelayed(InetSocketAddress address);

    /** Returns the addresses that we relay from, those bound and those told to clients. Never waits. */
    List<InetAddress> addresses();
}
