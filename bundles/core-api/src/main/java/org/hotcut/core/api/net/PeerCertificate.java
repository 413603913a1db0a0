package org.hotcut.core.api.net;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a peer presented in a TLS handshake: the key of the first certificate is in its possession, nothing else is certain.
 *
 * @param listener name of the listener, as in {@link Flow#endpoint}
 * @param trust    the listener's trust profile: which authorities count, by a name that the judge's configuration explains
 * @param remote   the peer's address
 * @param dialled  the name we dialled and TLS has compared with the certificate; null when the peer has connected to us
 * @param chain    X.509, DER, the peer's own first, as it was sent: in any order, complete or not
 */
public record PeerCertificate(String listener, String trust, InetSocketAddress remote, String dialled, List<byte[]> chain) {
    /** Returns whether we opened the connection. */
    public boolean outgoing() {
        return dialled != null;
    }
}
