package org.hotcut.core.api.net;

import java.net.InetSocketAddress;

/**
 * A listener that is open. The name comes from configuration and stays when the listener is re-opened.
 *
 * @param name       the listener's name, such as {@code tls}
 * @param protocol   what is spoken
 * @param local      address and port bound; the address may be a wildcard
 * @param advertised host (name or address, IPv6 without brackets) to write into Via and Record-Route; null when the local address of the
 *                   flow does
 * @param port       port to write there; the bound one unless configured
 */
public record Endpoint(String name, Protocol protocol, InetSocketAddress local, String advertised, int port) { }
