package org.hotcut.core.api.upgrade;

/** How an update or roll-back ended. */
public enum Outcome {
    /** The version asked for is at work. */
    IN_FORCE,
    /** Other bundles are wired to this one: they go on with the old version until the next start of the server. */
    AT_NEXT_START,
    /** Nothing was touched; the message says why. */
    REFUSED,
    /** The version asked for did not come up in time; the one before is at work again. */
    ROLLED_BACK,
    /** The version asked for did not come up, nor did the one before: the bundle is absent. */
    FAILED
}
