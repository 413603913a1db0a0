package org.hotcut.net;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionStats;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import org.hotcut.core.api.Keys;

/**
 * Makes the engines of listeners that Java's does not serve: what it speaks is said for each context, not for the whole machine, and its session tickets can be given
 * keys. Safe for any thread.
 */
final class BoringSsl {
    /** A phone that was away for the night comes back by its ticket. */
    private static final int SESSION_SECONDS = 12 * 3600;
    private static final int SESSIONS = 2_000;

    private record Context(TlsPolicy policy, List<String> alpn, SslContext ssl) { }

    /** What is presented, and the context of each listener that has used it. */
    private record Made(List<ServerKeys.Key> keys, Map<String, Context> contexts) { }

    private final TicketKeys tickets;
    private volatile Made made = new Made(List.of(), Map.of());

    BoringSsl(TicketKeys tickets) {
        this.tickets = tickets;
    }

    /** Takes what is presented from now on. */
    synchronized void install(List<ServerKeys.Key> keys) {
        made = new Made(keys, new ConcurrentHashMap<>());
    }

    void bind(Keys keys) {
        tickets.bind(keys);
    }

    void unbind(Keys keys) {
        tickets.unbind(keys);
    }

    /** Makes new keys for tickets when it is time and some are in use; waits for the disk. */
    void renewTickets() {
        if (tickets.isReady()) {
            renewOrMake();
        }
    }

    private synchronized void renewOrMake() {
        if (tickets.renew()) {
            made = new Made(made.keys, new ConcurrentHashMap<>());
        }
    }

    /**
     * Returns what must be there before a listener can use it, or null; loads the library and may wait for the disk.
     *
     * @param alpn as for {@link #server}
     */
    Lack lack(String listener, TlsPolicy policy, List<String> alpn) {
        if (!OpenSsl.isAvailable()) {
            return Lack.wrong("BoringSSL, which cannot be loaded on this machine (" + Faults.reason(OpenSsl.unavailabilityCause()) + "): it is there for Linux with glibc on x86_64 and"
                + " aarch64; elsewhere take `tls.profile = old-devices` and `tls.engine = boringssl` out of the file of this listener, or delete it");
        }
        renewOrMake();
        if (!tickets.isReady()) {
            return Lack.notYet("the keys of the server");
        }
        try {
            context(listener, policy, alpn);
            return null;
        } catch (IllegalStateException e) {
            return Lack.wrong("settings or certificates that BoringSSL takes: " + e.getMessage());
        }
    }

    /**
     * Returns the engine for a connection that was accepted.
     *
     * @param alpn names of what is spoken there
     */
    SslHandler server(String listener, TlsPolicy policy, List<String> alpn, ByteBufAllocator buffers, TlsPool pool) {
        return context(listener, policy, alpn).newHandler(buffers, pool);
    }

    /** Returns how many sessions of a listener were resumed by ticket since it has its certificates and keys. */
    long resumed(String listener) {
        Context context = made.contexts.get(listener);
        if (context == null) {
            return 0;
        }
        OpenSslSessionStats stats = ((OpenSslSessionContext) context.ssl.sessionContext()).stats();
        // by an older key, and then it is given a new ticket
        return stats.ticketKeyResume() + stats.ticketKeyRenew();
    }

    private SslContext context(String listener, TlsPolicy policy, List<String> alpn) {
        Made now = made;
        return now.contexts.compute(listener, (name, before) -> before != null && before.policy.equals(policy) && before.alpn.equals(alpn) ? before
            : new Context(policy, alpn, context(now.keys, listener, policy, alpn))).ssl;
    }

    private SslContext context(List<ServerKeys.Key> keys, String listener, TlsPolicy policy, List<String> alpn) {
        SslContextBuilder builder = SslContextBuilder.forServer(new ServerKeys(preferred(keys))).sslProvider(SslProvider.OPENSSL).trustManager(new PossessionOnly())
            .protocols(policy.versions()).ciphers(TlsSuites.ofBoringSsl(policy), SupportedCipherSuiteFilter.INSTANCE).clientAuth(asked(policy))
            .sessionTimeout(SESSION_SECONDS).sessionCacheSize(SESSIONS);
        if (!alpn.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE, ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, alpn));
        }
        try {
            SslContext context = builder.build();
            ((OpenSslSessionContext) context.sessionContext()).setTicketKeys(tickets.of(listener, policy));
            return context;
        } catch (SSLException e) {
            throw new IllegalStateException(Faults.reason(e), e);
        }
    }

    /** It asks for a key before it knows what the client can do: where there are several for the same names, it gets that of RSA, which every client knows. */
    private static List<ServerKeys.Key> preferred(List<ServerKeys.Key> keys) {
        return keys.stream().map(key -> keys.stream().filter(other -> isRsa(other) && other.names().equals(key.names())).findFirst().orElse(key)).distinct().toList();
    }

    private static boolean isRsa(ServerKeys.Key key) {
        return key.secret().getAlgorithm().equals("RSA");
    }

    private static ClientAuth asked(TlsPolicy policy) {
        return switch (policy.clients()) {
            case NONE -> ClientAuth.NONE;
            case WANT -> ClientAuth.OPTIONAL;
            case REQUIRE -> ClientAuth.REQUIRE;
        };
    }
}
