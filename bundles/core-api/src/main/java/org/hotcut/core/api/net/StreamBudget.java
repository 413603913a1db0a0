package org.hotcut.core.api.net;

import org.osgi.annotation.versioning.ConsumerType;

/** How much of a connection may be passed on, both ways together. For state bundles only. Asked on loops, for several at a time; must not block. */
@FunctionalInterface
@ConsumerType
public interface StreamBudget {
    /**
     * Takes out what was read to be passed on, though it may be more than was left.
     *
     * @param bytes how much; 0 only asks
     * @return for how many nanoseconds nothing more is to be read of where this came from; 0 when there is something left
     */
    long take(int bytes);
}
