package org.hotcut.core.api.ban;

/** What is to become of what a peer sends. */
public enum Admission {
    /** It is taken. */
    ADMITTED,
    /** It is taken slowly: a connection is read once a second. Not for datagrams: of these a slowed source has some a second admitted, the others refused. */
    SLOWED,
    /** A datagram is dropped, a connection closed. */
    REFUSED
}
