package org.hotcut.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A SIP peer on a TLS connection. */
public final class TlsPeer extends TcpPeer {
    private final SSLSession session;

    private TlsPeer(SSLSocket socket) throws IOException {
        super(socket);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        session = socket.getSession();
    }

    /**
     * Connects and shakes hands.
     *
     * @param context    whom we believe and what we show
     * @param serverName for SNI and to be proven by the server; null for neither
     */
    public static TlsPeer connect(InetSocketAddress to, SSLContext context, String serverName) throws IOException {
        Socket plain = new Socket(to.getAddress(), to.getPort());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, to.getPort(), true);
        if (serverName != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return new TlsPeer(socket);
    }

    /** Returns the certificate that the server showed. */
    public X509Certificate certificate() throws IOException {
        return (X509Certificate) session.getPeerCertificates()[0];
    }

    /** Returns the protocol version that was agreed on. */
    public String version() {
        return session.getProtocol();
    }
}
