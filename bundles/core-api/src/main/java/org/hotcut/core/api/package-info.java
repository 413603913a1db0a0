/**
 * What every part of Hotcut leans on: keys, blocking work, and how a part tells the admin how it is.
 *
 * <p>State bundles implement the provider types ({@code Keys}, {@code Work}, {@code Node}: all in {@code core-state});
 * behaviour bundles call them through static references. {@code StatusSource} is the other way round: whoever has
 * something to show registers one, {@code shell} collects them; {@code Housekeeping}: whoever has something to look after now and
 * then registers one, {@code core-state} calls it each minute.
 */
@Export
@Version("1.0.0")
package org.hotcut.core.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
