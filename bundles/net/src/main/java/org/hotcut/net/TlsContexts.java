package org.hotcut.net;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import org.hotcut.core.api.Keys;
import org.hotcut.core.api.net.TlsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is presented and trusted now, replaced as a whole; makes the engines from it. Safe for any thread. */
final class TlsContexts implements TlsStore {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final long HANDSHAKE_MILLIS = 10_000;

    private record Material(List<ServerKeys.Key> keys, SSLContext server, TlsClient client) { }

    private final TlsPool pool;
    private final Runnable installed;
    private final Proofs proofs = new Proofs();
    private final BoringSsl boring = new BoringSsl(new TicketKeys(System::nanoTime));
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

    /** Returns what is presented, the first credential first; empty while there is nothing. */
    List<ServerKeys.Key> keys() {
        Material now = material;
        return now == null ? List.of() : now.keys();
    }

    /** Returns what must be there before a listener can be served, or null; may block. */
    Lack lack(ListenerSettings settings, Choice choice) {
        if (!isReady()) {
            return Lack.notYet("a certificate");
        }
        return settings.tls().boringSsl() ? boring.lack(settings.name(), settings.tls(), choice.protocols()) : null;
    }

    /** Returns how many sessions of a listener were resumed by ticket since it has its certificates and keys; BoringSSL only. */
    long resumed(String listener) {
        return boring.resumed(listener);
    }

    /** Takes where keys of session tickets are kept. */
    void bind(Keys keys) {
        boring.bind(keys);
    }

    void unbind(Keys keys) {
        boring.unbind(keys);
    }

    /** Makes new keys of session tickets when it is time; soon, on another thread. */
    void renewTickets() {
        pool.execute(boring::renewTickets);
    }

    @Override
    public void install(List<Credential> credentials, List<byte[]> authorities) {
        if (credentials.isEmpty()) {
            throw new IllegalArgumentException("no certificate to present");
        }
        List<ServerKeys.Key> keys = credentials.stream().map(Credentials::parse).toList();
        List<X509Certificate> trusted = authorities.stream().map(Credentials::certificate).toList();
        try {
            Material next = new Material(keys, context(new ServerKeys(keys, proofs), new PossessionOnly()), new TlsClient(keys));
            boring.install(keys);
            material = next;
            installedAuthorities = List.copyOf(authorities);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS does not take the certificates: " + e.getMessage(), e);
        }
        LOG.info("TLS presents {} to new connections; {} authorities of our own", credentials.stream().map(Credential::names).toList(), trusted.size());
        installed.run();
    }

    @Override
    public List<byte[]> authorities() {
        return installedAuthorities;
    }

    @Override
    public void prove(List<Credential> wanted) {
        proofs.replace(wanted);
        if (!wanted.isEmpty()) {
            LOG.info("TLS proves that {} is ours to an authority that asks for it", wanted.stream().flatMap(each -> each.names().stream()).toList());
        }
    }

    Proofs proofs() {
        return proofs;
    }

    /**
     * Returns the engine for a connection that was accepted.
     *
     * @param asksAll all are asked for a certificate if the policy says so; else {@link TlsPolicy#greeted} asks
     */
    SslHandler server(ListenerSettings settings, Choice choice, boolean asksAll, ByteBufAllocator buffers) {
        TlsPolicy policy = settings.tls();
        // a handshake may not take longer than the first message
        long millis = Math.min(HANDSHAKE_MILLIS, settings.limits().firstMessageMillis());
        if (policy.boringSsl()) {
            return limited(boring.server(settings.name(), policy, choice.protocols(), buffers, pool), millis);
        }
        SSLEngine engine = material.server().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        policy.apply(parameters, asksAll);
        engine.setSSLParameters(parameters);
        engine.setHandshakeApplicationProtocolSelector((asked, offered) -> choice.protocol(offered));
        return limited(new SslHandler(engine, pool), millis);
    }

    /** Returns the names of the certificate with which we speak for a name of ours (null: for nobody in particular). */
    Set<String> own(String name) {
        return material.client().own(name);
    }

    /** Returns the engine for a connection that we open, see {@link TlsClient#engine}. */
    SslHandler client(Set<String> own, String serverName, int port) {
        return limited(new SslHandler(material.client().engine(own, serverName, port), pool), HANDSHAKE_MILLIS);
    }

    private static SslHandler limited(SslHandler handler, long millis) {
        handler.setHandshakeTimeoutMillis(millis);
        return handler;
    }

    private static SSLContext context(KeyManager keys, TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        return context;
    }
}
