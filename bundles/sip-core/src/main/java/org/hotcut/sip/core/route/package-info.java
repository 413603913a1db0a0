/**
 * Where messages go and what we write about it: our Via with the {@link org.hotcut.sip.core.route.LoopHash} in its branch and our Record-Route with the signed token, in
 * it the {@link org.hotcut.sip.core.route.Bounds} of sides that are not reached by their line; the next hops of a URI.
 *
 * <p>Each loop has its own {@link org.hotcut.sip.core.route.Endpoints}, {@link org.hotcut.sip.core.route.TokenCodec}, {@link org.hotcut.sip.core.route.DnsCache} and
 * {@link org.hotcut.sip.core.route.NextHop}, used by the exchanges of that loop; none of it is locked. Shared are {@link org.hotcut.sip.core.route.Dns}, which asks the
 * name servers, and {@link org.hotcut.sip.core.route.Avoided}, who has failed lately, and {@link org.hotcut.sip.core.route.Aliases}, by which TLS connections
 * other domains are reached.
 *
 * <p>The way of a URI (RFC 3263): a branch asks {@code NextHop.locate}; for a name {@code Locator} asks {@code DnsCache} for NAPTR, SRV and address records, which asks
 * {@code Dns}, whose answers come on dnsjava's thread and are posted to the loop. The branch then opens one {@link org.hotcut.sip.core.route.Hop} after the other until one
 * answers, and says which have failed.
 */
package org.hotcut.sip.core.route;
