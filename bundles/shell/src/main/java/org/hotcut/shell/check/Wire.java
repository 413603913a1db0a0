package org.hotcut.shell.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import javax.net.ssl.SSLContext;

import org.hotcut.core.api.net.Endpoint;

/** A phone's line to a listener. Blocks; for one thread. */
interface Wire extends AutoCloseable {
    /** How long a connection may take, and an answer over it. */
    int PATIENCE_MILLIS = 4_000;

    /** Sends a message. */
    void send(String message) throws IOException;

    /** Returns the next message, or null when none came in that time. */
    String receive(int millis) throws IOException;

    /** Returns this end. */
    InetSocketAddress local();

    /** Returns UDP, TCP or TLS, as in a Via. */
    String transport();

    @Override
    void close() throws IOException;

    /**
     * Opens a line from this machine.
     *
     * @param trust whom to believe over TLS; the name is not looked at
     */
    static Wire open(Endpoint endpoint, SSLContext trust) throws IOException {
        InetSocketAddress to = reachable(endpoint.local());
        return switch (endpoint.protocol()) {
            case UDP -> new UdpWire(to);
            case TCP -> StreamWire.tcp(to);
            case TLS -> StreamWire.tls(to, trust);
            case WS, WSS, DTLS, ACME -> throw new IOException(endpoint.protocol() + " is not tried");
        };
    }

    /** A wildcard is reached by the loopback address of its family. */
    static InetSocketAddress reachable(InetSocketAddress bound) throws IOException {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return bound;
        }
        byte[] loopback = bound.getAddress() instanceof java.net.Inet6Address ? new byte[16] : new byte[] {127, 0, 0, 1};
        loopback[loopback.length - 1] = 1;
        return new InetSocketAddress(InetAddress.getByAddress(loopback), bound.getPort());
    }
}
