package org.hotcut.shell.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.shell.check.Findings;
import org.hotcut.shell.check.StunWire;
import org.xbill.DNS.Name;

/** Tries a place that DNS leads to as another domain's server would, or a client of TURN. */
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
        Presented presented = presented(place, where, domain, "sip/2");
        if (presented != null && !presented.isFor(domain)) {
            findings.wrong(where + " presents a certificate that is not for " + domain + ", but for " + text(presented.names()),
                "Other domains refuse it (RFC 5922): the certificate must name the bare domain, whatever the name of the host. cert:show shows which ones there are.");
        } else if (presented != null) {
            believed(presented, where, domain, "Servers of other domains do not know that authority: they want a certificate of a public one.");
        }
    }

    /** Looks whether STUN is answered at a place. */
    void stun(Protocol protocol, InetSocketAddress place, String where) {
        try {
            if (new StunWire(null, patienceMillis).isAnswering(protocol, place)) {
                findings.ok(where + " answers");
            } else {
                closed(where, new SocketTimeoutException());
            }
        } catch (IOException e) {
            closed(where, e);
        }
    }

    /**
     * Looks whether a port is open, and whether the certificate there is one that clients of TURN take: they compare it with what they were told, which is the domain or
     * the host (RFC 8489 section 6.2.3).
     */
    void stuns(InetSocketAddress place, String where, String domain, Name target) {
        Presented presented = presented(place, where, domain, "stun.turn");
        if (presented == null) {
            return;
        }
        String host = target.toString(true);
        if (!presented.isForHost(domain) && !presented.isForHost(host)) {
            findings.wrong(where + " presents a certificate that is for neither " + domain + " nor " + host + ", but for " + text(presented.hosts()),
                "Clients of turns: refuse it. docs/certificates.md says how a certificate gets names.");
            return;
        }
        if (!presented.isForHost(domain)) {
            findings.note(where + " presents a certificate for " + host + " and not for " + domain, "Clients that look the domain up compare it with that; turns:" + host + " works.");
        }
        believed(presented, where, presented.isForHost(domain) ? domain : host, "Browsers do not know that authority: turns: wants a certificate of a public one.");
    }

    /** Returns null when that was said to be wrong. */
    private Presented presented(InetSocketAddress place, String where, String domain, String alpn) {
        try {
            return Presented.at(place, domain, alpn, patienceMillis);
        } catch (SSLException e) {
            if (e.getCause() instanceof SocketTimeoutException silence) {
                closed(where, silence);
            } else {
                findings.wrong(where + " does not take a TLS handshake: " + e.getMessage(), "Is it the port of a TLS listener for that? The log of the server there says more.");
            }
        } catch (IOException e) {
            closed(where, e);
        }
        return null;
    }

    private static String text(List<String> names) {
        return names.isEmpty() ? "no domain" : String.join(", ", names);
    }

    /**
     * Looks whether others know its authority.
     *
     * @param ownAuthority what the admin is told when only we do
     */
    private void believed(Presented presented, String where, String name, String ownAuthority) {
        X509Certificate[] chain = presented.chain().toArray(X509Certificate[]::new);
        String fault = refusal(everybodys, chain);
        if (fault == null) {
            findings.ok(where + " presents a certificate for " + name);
        } else if (ours != null && refusal(ours, chain) == null) {
            findings.note(where + " presents a certificate for " + name + " of this server's own authority", ownAuthority);
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
        findings.wrong(where + (silent ? " does not answer within " + Math.max(1, patienceMillis / 1_000) + " s" : " is closed" + (e.getMessage() == null ? "" : ": " + e.getMessage())),
            (silent ? "A firewall may drop it; " : "Nothing listens there, or a firewall refuses it; ")
                + "from inside a NAT the outer address is often not reachable at all: try it from outside before you change anything.");
    }
}
