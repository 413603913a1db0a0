package org.hotcut.core.api.net;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard for state bundles: told, on a loop, when a stream flow ends. */
@ConsumerType
public interface FlowListener {
    /** Called once for each stream flow, after it was closed by either side. Must not block. */
    void closed(Flow flow);

    /**
     * Called when the certificate of a flow's peer does not prove any more all that it did (a device is mapped to that user no longer, an authority took it back): the
     * flow is about to be closed, and what was done in these names should not outlive it. Must not block.
     *
     * @param lost who the peer is not any more, never empty
     */
    default void disproved(Flow flow, List<Identity> lost) {
        // who keeps nothing in a user's name has nothing to do
    }
}
