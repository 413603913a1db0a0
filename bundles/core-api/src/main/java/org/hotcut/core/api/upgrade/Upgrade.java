package org.hotcut.core.api.upgrade;

import java.time.Instant;

/**
 * One update or roll-back in the past.
 *
 * @param at      when
 * @param bundle  symbolic name
 * @param from    version before
 * @param to      version asked for
 * @param outcome how it ended
 * @param message what was said to the admin, or, of what is in force, the jar's file
 */
public record Upgrade(Instant at, String bundle, String from, String to, Outcome outcome, String message) { }
