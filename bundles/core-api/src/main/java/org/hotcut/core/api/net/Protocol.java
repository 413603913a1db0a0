package org.hotcut.core.api.net;

/** How bytes travel. The Via and URI transport parameters are these names, but for {@link #DTLS} and {@link #ACME}. */
public enum Protocol {
    UDP, TCP, TLS, WS, WSS,
    /** Datagrams, encrypted and the server proven (RFC 6347); of TURN (RFC 7350), not of SIP. */
    DTLS,
    /** Questions of an authority that is to issue a certificate (RFC 8555 section 8.3), over HTTP: no protocol of a listener, which has it under {@code protocols}. */
    ACME;

    /** Bytes in order over a connection, as against datagrams. */
    public boolean isStream() {
        return this != UDP && this != DTLS;
    }

    /** Encrypted and the server proven. */
    public boolean isSecure() {
        return this == TLS || this == WSS || this == DTLS;
    }
}
