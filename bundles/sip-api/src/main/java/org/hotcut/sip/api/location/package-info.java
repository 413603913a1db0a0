/**
 * Who can be reached where.
 *
 * <p>{@code sip-registrar} asks {@link org.hotcut.sip.api.location.Location} to change what is bound to an address, {@code sip-proxy} asks it where
 * an address is. {@code sip-location} keeps the table, journals each change before it says done, hears from {@code net} when
 * a line closes, and keeps UDP lines behind NAT open. What happened it tells to each {@link org.hotcut.sip.api.location.LocationListener}.
 * {@link org.hotcut.sip.api.location.Gruus} makes and understands URIs that name one device of a user.
 *
 * <p>Who gives something for as long as a registration lives ({@code turn-relay}, for credentials made from one) keeps its
 * {@link org.hotcut.sip.api.location.Binding#key}: {@link org.hotcut.sip.api.location.Location#device} says whether it lives, after a restart too, and a
 * {@link org.hotcut.sip.api.location.LocationListener} is told {@code UNREGISTERED} at once and {@code EXPIRED} within half a minute; {@code LOST} is no end. State
 * bundles import this package and refer to {@code Location} optionally and dynamically; while it is away nobody's registration has ended.
 */
@Export
@Version("1.0.0")
package org.hotcut.sip.api.location;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
