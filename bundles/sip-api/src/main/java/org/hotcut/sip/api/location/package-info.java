/**
 * Who can be reached where.
 *
 * <p>{@code sip-registrar} asks {@link org.hotcut.sip.api.location.Location} to change what is bound to an address, {@code sip-proxy} asks it where
 * an address is. {@code sip-location} keeps the table, journals each change before it says done, hears from {@code net} when
 * a line closes, and keeps UDP lines behind NAT open. What happened it tells to each {@link org.hotcut.sip.api.location.LocationListener}.
 * {@link org.hotcut.sip.api.location.Gruus} makes and understands URIs that name one device of a user.
 */
@Export
@Version("1.0.0")
package org.hotcut.sip.api.location;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
