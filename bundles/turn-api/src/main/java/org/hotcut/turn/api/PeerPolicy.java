package org.hotcut.turn.api;

import java.net.InetAddress;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says which peers may be reached: the only one that is asked, for every method and for what peers send. Behaviour; bound by its service property {@code hotcut.name}
 * ({@code turn-server}). Called on loops, must not block.
 */
@ConsumerType
public interface PeerPolicy {
    /** Returns what of this address may be reached. By the present rules alone, and the same until {@link #version} is another. */
    Reach reach(InetAddress peer);

    /** Returns the version of the rules in force, of one line. Asked four times a second. */
    String version();
}
