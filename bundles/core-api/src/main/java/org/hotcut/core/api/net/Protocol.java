package org.hotcut.core.api.net;

/** How bytes travel. The Via and URI transport parameters are these names. */
public enum Protocol {
    UDP, TCP, TLS, WS, WSS;

    /** Bytes in order over a connection, as against datagrams. */
    public boolean isStream() {
        return this != UDP;
    }

    /** Encrypted and the server proven. */
    public boolean isSecure() {
        return this == TLS || this == WSS;
    }
}
