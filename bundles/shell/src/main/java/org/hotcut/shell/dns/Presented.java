package org.hotcut.shell.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a TLS server presents, looked at and not yet believed.
 *
 * @param chain its own certificate first
 */
record Presented(List<X509Certificate> chain) {
    private static final int URI = 6;
    private static final int DNS = 2;

    /**
     * Connects as another domain's server would, or a client of TURN, with the domain as server name.
     *
     * @param alpn the protocol that is to be spoken
     */
    static Presented at(InetSocketAddress place, String domain, String alpn, int millis) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(place, millis);
            plain.setSoTimeout(millis);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, domain, place.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(domain)));
                parameters.setApplicationProtocols(new String[] {alpn});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return new Presented(List.of(socket.getSession().getPeerCertificates()).stream().map(X509Certificate.class::cast).toList());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    X509Certificate own() {
        return chain.get(0);
    }

    /** Returns whether it is for the bare domain as RFC 5922 section 7.2 wants it: no wildcard; the common name does not count. */
    boolean isFor(String domain) {
        return names().contains(domain.toLowerCase(Locale.ROOT));
    }

    /** Returns the SIP domains it is for, lower case. */
    List<String> names() {
        Collection<List<?>> alternatives = alternatives();
        List<String> uris = alternatives.stream().filter(one -> one.get(0).equals(URI)).map(one -> one.get(1).toString().toLowerCase(Locale.ROOT))
            .filter(uri -> uri.startsWith("sip:") && uri.indexOf('@') < 0).map(uri -> uri.substring(4).split("[;:?]", 2)[0]).toList();
        // where there is a SIP URI, DNS names do not count (section 7.1)
        return uris.isEmpty() ? hosts() : uris;
    }

    /** Returns whether one of its DNS names is that host's (RFC 6125 section 6.4), of which the first label may be a wildcard. */
    boolean isForHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        List<String> names = hosts();
        return names.contains(lower) || dot > 0 && names.contains('*' + lower.substring(dot));
    }

    /** Returns its DNS names, lower case. */
    List<String> hosts() {
        return alternatives().stream().filter(one -> one.get(0).equals(DNS)).map(one -> one.get(1).toString().toLowerCase(Locale.ROOT)).toList();
    }

    private Collection<List<?>> alternatives() {
        try {
            Collection<List<?>> names = own().getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Takes whatever is presented: nothing is sent to it, it is only looked at. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // See above
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // See above
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // See above
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException("servers only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException("servers only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("servers only");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
