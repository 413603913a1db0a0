/**
 * Where messages go and what we write about it: our Via and Record-Route, the signed token in the latter, the next hop of a URI.
 *
 * <p>Each loop has its own {@link org.hotcut.sip.core.route.Endpoints}, {@link org.hotcut.sip.core.route.TokenCodec} and {@link org.hotcut.sip.core.route.NextHop}, used by the
 * exchanges of that loop; none of it is shared, so none of it is locked.
 */
package org.hotcut.sip.core.route;
