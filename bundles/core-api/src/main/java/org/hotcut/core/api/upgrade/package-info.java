/**
 * Swapping bundles under live calls.
 *
 * <p>{@code shell} calls {@link org.hotcut.core.api.upgrade.Upgrades}, {@code upgrade} (state) implements it. State bundles take part by counting
 * what they hold: numbers in a map under the key {@code held} of their status ({@code {"held": {"bindings": 12}}}) are compared before and after. A bundle says
 * what an update of itself loses in its manifest: {@code Hotcut-Loses: flows (clients over UDP notice nothing)}.
 */
@Export
@Version("1.0.0")
package org.hotcut.core.api.upgrade;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
