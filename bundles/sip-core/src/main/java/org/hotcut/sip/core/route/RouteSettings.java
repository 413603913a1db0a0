package org.hotcut.sip.core.route;

/**
 * How next hops are tried.
 *
 * @param hopTimeout milliseconds that a hop may be silent while there are others
 * @param avoid      milliseconds for which one that has failed is tried last
 * @param udpMost    bytes of the longest request that goes by UDP when TCP will do as well (RFC 3261 section 18.1.1)
 * @param foreignPlain whether other domains may be called without TLS where their DNS does not offer it
 */
public record RouteSettings(long hopTimeout, long avoid, int udpMost, boolean foreignPlain) {
    /** What holds without configuration. */
    public static final RouteSettings DEFAULT = new RouteSettings(4_000, 30_000, 1_300, false);
}
