package org.hotcut.shell.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import org.hotcut.shell.check.Findings;

/** Tries a place that DNS leads to as another domain's server would. */
final class TargetCheck {
    private final X509TrustManager everybodys;
    private final X509TrustManager ours;
    private final int patienceMillis;
    private final Findings findings;

    /**
     * Begins.
     *
     * @param everybodys     whom servers of other domains believe
     * @param ours           the same and our own authority; null when nobody says which that is
     * @param patienceMillis how long a connection may take, and each step of the handshake on it
     */
    TargetCheck(X509TrustManager everybodys, X509TrustManager ours, int patienceMillis, Findings findings) {
        this.everybodys = everybodys;
        this.ours = ours;
        this.patienceMillis = patienceMillis;
        this.findings = findings;
    }

    /**
     * Looks whether a port is open.
     *
     * @param where the place in words
     */
    void tcp(InetSocketAddress place, String where) {
        try (Socket socket = new Socket()) {
            socket.connect(place, patienceMillis);
            findings.ok(where + " is open");
        } catch (IOException e) {
            closed(where, e);
        }
    }

    /** Looks whether a port is open, and what the certificate there is for. */
    void tls(InetSocketAddress place, String where, String domain) {
        Presented presented;
        try {
            presented = Presented.at(place, domain, patienceMillis);
        } catch (SSLException e) {
            if (e.getCause() instanceof SocketTimeoutException silence) {
                closed(where, silence);
                return;
            }
            findings.wrong(where + " does not take a TLS handshake: " + e.getMessage(), "Is it the port of a TLS listener? sip:trace and the log of the server there say more.");
            return;
        } catch (IOException e) {
            closed(where, e);
            return;
        }
        if (!presented.isFor(domain)) {
            findings.wrong(where + " presents a certificate that is not for " + domain + ", but for " + (presented.names().isEmpty() ? "no domain" : String.join(", ", presented.names())),
                "Other domains refuse it (RFC 5922): the certificate must name the bare domain, whatever the name of the host. cert:show shows which ones there are.");
            return;
        }
        believed(presented, where, domain);
    }

    private void believed(Presented presented, String where, String domain) {
        X509Certificate[] chain = presented.chain().toArray(X509Certificate[]::new);
        String fault = refusal(everybodys, chain);
        if (fault == null) {
            findings.ok(where + " presents a certificate for " + domain);
        } else if (ours != null && refusal(ours, chain) == null) {
            findings.note(where + " presents a certificate for " + domain + " of this server's own authority",
                "Servers of other domains do not know that authority: they want a certificate of a public one.");
        } else {
            findings.wrong(where + " presents a certificate that is not believed: " + fault, "It must be valid, and its chain complete up to an authority that others know.");
        }
    }

    private static String refusal(X509TrustManager trust, X509Certificate[] chain) {
        try {
            trust.checkServerTrusted(chain, "UNKNOWN");
            return null;
        } catch (CertificateException e) {
            return e.getMessage();
        }
    }

    private void closed(String where, IOException e) {
        boolean silent = e instanceof SocketTimeoutException;
        findings.wrong(where + (silent ? " does not answer within " + Math.max(1, patienceMillis / 1_000) + " s" : " is closed: " + e.getMessage()),
            (silent ? "A firewall may drop it; " : "Nothing listens there, or a firewall refuses it; ")
                + "from inside a NAT the outer address is often not reachable at all: try it from outside before you change anything.");
    }
}
