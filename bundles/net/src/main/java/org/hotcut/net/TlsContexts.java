package org.hotcut.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import org.hotcut.core.api.net.TlsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is presented and trusted now, replaced as a whole; makes the engines of the JDK from it. Safe for any thread. */
final class TlsContexts implements TlsStore {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final long HANDSHAKE_MILLIS = 10_000;

    private record Material(SSLContext server, SSLContext client) { }

    private final TlsPool pool;
    private final Runnable installed;
    private volatile Material material;
    private volatile List<byte[]> installedAuthorities = List.of();

    /**
     * @param pool      runs the costly parts of handshakes
     * @param installed told after each replacement
     */
    TlsContexts(TlsPool pool, Runnable installed) {
        this.pool = pool;
        this.installed = installed;
    }

    boolean isReady() {
        return material != null;
    }

    @Override
    public void install(List<Credential> credentials, List<byte[]> authorities) {
        if (credentials.isEmpty()) {
            throw new IllegalArgumentException("no certificate to present");
        }
        ServerKeys keys = new ServerKeys(credentials.stream().map(Credentials::parse).toList());
        List<X509Certificate> trusted = authorities.stream().map(Credentials::certificate).toList();
        try {
            SSLContext server = context(keys, new PossessionOnly());
            SSLContext client = context(keys, trust(trusted));
            material = new Material(server, client);
            installedAuthorities = List.copyOf(authorities);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS does not take the certificates: " + e.getMessage(), e);
        }
        LOG.info("TLS presents {} to new connections; {} authorities of our own are trusted", credentials.stream().map(Credential::names).toList(), trusted.size());
        installed.run();
    }

    @Override
    public List<byte[]> authorities() {
        return installedAuthorities;
    }

    /** Returns the engine for a connection that was accepted. */
    SslHandler server(boolean askClient) {
        SSLEngine engine = material.server().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(askClient);
        engine.setSSLParameters(parameters);
        return handler(engine);
    }

    /** Returns the engine for a connection that we open; the peer must prove the name. */
    SslHandler client(String serverName, int port) {
        SSLEngine engine = material.client().createSSLEngine(serverName, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(serverName)) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        engine.setSSLParameters(parameters);
        return handler(engine);
    }

    private SslHandler handler(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine, pool);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        return handler;
    }

    private static boolean isAddress(String name) {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }

    private static SSLContext context(KeyManager keys, TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        return context;
    }

    /** Returns trust in the authorities given and in those the JDK brings. */
    private static TrustManager trust(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        for (X509Certificate authority : authorities) {
            anchors.setCertificateEntry("own-" + anchors.size(), authority);
        }
        for (X509Certificate authority : x509(null).getAcceptedIssuers()) {
            anchors.setCertificateEntry("jdk-" + anchors.size(), authority);
        }
        return x509(anchors);
    }

    private static X509TrustManager x509(KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
