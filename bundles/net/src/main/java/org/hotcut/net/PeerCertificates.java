package org.hotcut.net;

import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.netty.handler.ssl.SslHandler;

/** What TLS knows of a peer, taken from the session when it is asked for. */
final class PeerCertificates {
    private PeerCertificates() { }

    /** Returns version and cipher suite, empty without TLS. */
    static String security(SslHandler tls) {
        if (tls == null) {
            return "";
        }
        SSLSession session = tls.engine().getSession();
        return session.getProtocol() + ' ' + session.getCipherSuite();
    }

    /** Returns what the peer presented, DER, its own first; empty when it presented nothing. */
    static List<byte[]> chain(SslHandler tls) {
        if (tls == null) {
            return List.of();
        }
        try {
            List<byte[]> chain = new ArrayList<>();
            for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
                chain.add(certificate.getEncoded());
            }
            return List.copyOf(chain);
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that TLS took cannot be encoded", e);
        }
    }

    /** Returns the OCSP responses that the peer has sent with its certificates (RFC 6066 section 8), DER, in the order of the chain; only servers do. */
    static List<byte[]> staples(SslHandler tls) {
        boolean brings = tls.engine().getUseClientMode() && tls.engine().getSession() instanceof ExtendedSSLSession;
        return brings ? List.copyOf(((ExtendedSSLSession) tls.engine().getSession()).getStatusResponses()) : List.of();
    }
}
