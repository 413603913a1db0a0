package org.hotcut.core.api.net;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a peer presented in a TLS handshake: the key of the first certificate is in its possession, nothing else is certain.
 *
 * @param listener name of the listener, as in {@link Flow#endpoint}
 * @param trust    the listener's trust profile: which authorities count, by a name that the judge's configuration explains; for a line that
 *                 we opened the judge knows better
 * @param old      the listener is for old devices: TLS was weak, and the chain may be so; nobody but a device is proven by it
 * @param remote   the peer's address
 * @param dialled  the name we dialled and TLS has compared with the certificate; null when the peer has connected to us
 * @param required whether the line may not be without a proof: the listener requires one, or we opened the connection
 * @param chain    X.509, DER, the peer's own first, as it was sent: in any order, complete or not
 * @param staples  what the peer brought of its authority's word on revocation (RFC 6066 section 8): OCSP responses, DER, in the order of the chain, some perhaps
 *                 empty; empty when it brought none
 */
public record PeerCertificate(String listener, String trust, boolean old, InetSocketAddress remote, String dialled, boolean required, List<byte[]> chain,
                              List<byte[]> staples) {
    /** Returns whether we opened the connection. */
    public boolean outgoing() {
        return dialled != null;
    }
}
