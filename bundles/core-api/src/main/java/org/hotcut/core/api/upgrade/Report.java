package org.hotcut.core.api.upgrade;

import java.util.List;

/**
 * What came of an update or roll-back.
 *
 * @param outcome how it ended
 * @param bundle  symbolic name, or null when the jar does not tell
 * @param from    version that was at work before, null when unknown
 * @param to      version asked for, null when unknown
 * @param message for the admin: what happened, why, and what can be done
 * @param held    what state bundles held before and after, in order; empty when nothing was touched
 */
public record Report(Outcome outcome, String bundle, String from, String to, String message, List<Held> held) {

    /**
     * A number of things that the server holds: each number below {@code held} in the status of a {@link org.hotcut.core.api.StatusSource}.
     *
     * @param what {@code sip-location: bindings}
     */
    public record Held(String what, long before, long after) { }
}
