package org.hotcut.core.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: a behaviour bundle that must look after something now and then (it has no timer of its own) registers one of these.
 * {@code core-state} calls it on its pool.
 */
@ConsumerType
public interface Housekeeping {
    /**
     * Looks whether anything is due. Called about once a minute while registered, never twice at a time; may block as work on the pool may.
     *
     * @throws Exception when it failed; the first of a row of failures is logged, as one line
     */
    void everyMinute() throws Exception;
}
