package org.hotcut.shell.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.shell.Durations;

/** Connects to each TLS listener by the name of every domain, as a phone does that checks certificates (RFC 5922 section 7). */
final class CertificateCheck {
    private static final Duration SOON = Duration.ofDays(7);

    private final SSLContext trust;
    private final Findings findings;

    CertificateCheck(SSLContext trust, Findings findings) {
        this.trust = trust;
        this.findings = findings;
    }

    void check(List<Endpoint> endpoints, List<String> domains) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.protocol() == Protocol.TLS) {
                Set<String> names = new LinkedHashSet<>(domains);
                if (endpoint.advertised() != null) {
                    names.add(endpoint.advertised());
                }
                names.forEach(name -> check(endpoint, name));
            }
        }
    }

    private void check(Endpoint endpoint, String name) {
        try (Socket socket = connect(endpoint)) {
            SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, name, endpoint.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.setSoTimeout(Wire.PATIENCE_MILLIS);
            tls.startHandshake();
            expiry(name, tls.getSession().getPeerCertificates()[0]);
        } catch (IOException e) {
            findings.wrong("A phone that connects to " + name + " by " + ListenerCheck.name(endpoint) + " refuses the certificate: " + e.getMessage(),
                "cert:show tells which names it has; it is issued anew within a minute after domain:add.");
        }
    }

    private void expiry(String name, Certificate certificate) {
        Instant end = ((X509Certificate) certificate).getNotAfter().toInstant();
        Duration left = Duration.between(Instant.now(), end);
        if (left.compareTo(SOON) < 0) {
            findings.note("The certificate for " + name + " ends on " + end, "It ought to have been renewed: the log tells what kept certificates from it.");
        } else {
            findings.ok("The certificate for " + name + " is good for " + Durations.text(left.toMillis()));
        }
    }

    private static Socket connect(Endpoint endpoint) throws IOException {
        Socket socket = new Socket();
        InetSocketAddress to = Wire.reachable(endpoint.local());
        try {
            socket.connect(to, Wire.PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
