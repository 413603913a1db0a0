package org.hotcut.turn.relay;

import java.net.InetSocketAddress;

/** Addresses as an admin reads them. */
final class Texts {
    private Texts() { }

    static String of(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }
}
