package org.hotcut.core.api.net;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard for state bundles: told, on a loop, when a stream flow ends. */
@ConsumerType
public interface FlowListener {
    /** Called once for each stream flow, after it was closed by either side. Must not block. */
    void closed(Flow flow);
}
