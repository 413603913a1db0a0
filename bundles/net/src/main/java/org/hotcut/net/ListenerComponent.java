package org.hotcut.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.hotcut.core.api.net.Protocol;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configuration of a listener ({@code etc/org.hotcut.net.listener-NAME.cfg}), brought to {@link Listeners} whenever it changes. */
@Component(immediate = true, service = {}, configurationPid = "org.hotcut.net.listener", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerComponent.Config.class, factory = true)
public final class ListenerComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerComponent.class);

    /** Where to listen, and what strangers may take. Everything can be changed while it listens. */
    @ObjectClassDefinition(name = "Hotcut listener")
    public @interface Config {
        @AttributeDefinition(description = "Name in logs, flows and routes, unlike that of other listeners; it stays when the address changes")
        String name() default "";

        @AttributeDefinition(description = "What is spoken", options = {@Option("udp"), @Option("tcp"), @Option("tls")})
        String protocol() default "";

        @AttributeDefinition(description = "Transports that take what comes, by their names (sip stands for SIP over this protocol, turn for TURN, acme for the questions of an authority over HTTP); "
            + "empty for SIP alone. With TLS there may be several, told apart by ALPN, by SNI, and by the first bytes; the first one gets what cannot be told apart")
        String[] protocols() default {};

        @AttributeDefinition(description = "Several protocols: NAME=PROTOCOL for names that clients ask for (SNI) when they say nothing by ALPN")
        String[] sni() default {};

        @AttributeDefinition(description = "Address to bind; 0.0.0.0 for all of IPv4, :: for all of IPv6 and IPv4")
        String address() default "127.0.0.1";

        @AttributeDefinition(min = "0", max = "65535", description = "Port; 0 lets the system choose")
        int port() default 5060;

        @AttributeDefinition(description = "Name or address to show in Via and Record-Route instead (cloud NAT); empty: the local address")
        String advertised_address() default "";

        @AttributeDefinition(description = "Port to show there; 0: the one that is bound", min = "0", max = "65535")
        int advertised_port() default 0;

        @AttributeDefinition(description = "TLS: modern, or old-devices for telephones that cannot do better: TLS 1.0 may be spoken there, and chains of devices may have SHA-1 and "
            + "1024 bits; nobody but a device is proven there by a certificate", options = {@Option("modern"), @Option("old-devices")})
        String tls_profile() default "modern";

        @AttributeDefinition(description = "TLS: whose engine; boringssl keeps session tickets over restarts, and serves one protocol. old-devices always has that one",
            options = {@Option("java"), @Option("boringssl")})
        String tls_engine() default "java";

        @AttributeDefinition(description = "TLS: the oldest version that is spoken; older than TLSv1.2 for old-devices only",
            options = {@Option("TLSv1.2"), @Option("TLSv1.3"), @Option("TLSv1.1"), @Option("TLSv1")})
        String tls_protocols() default "TLSv1.2";

        @AttributeDefinition(description = "TLS: cipher suites by Java's names, the preferred first; empty for those that Java has by default")
        String[] tls_ciphers() default {};

        @AttributeDefinition(description = "TLS: ask clients for a certificate; with several protocols only those that name sip/2 by ALPN, or a name of client.auth.names",
            options = {@Option("none"), @Option("want"), @Option("require")})
        String client_auth() default "none";

        @AttributeDefinition(description = "TLS with several protocols: names (SNI) under which clients are asked for a certificate")
        String[] client_auth_names() default {};

        @AttributeDefinition(description = "TLS: whose certificates count, by the name of a trust profile of org.hotcut.identity")
        String trust() default ListenerSettings.PUBLIC;

        @AttributeDefinition(description = "Bytes of the longest message", min = "1024", max = "1048576")
        int max_message() default Limits.LONGEST_MESSAGE;

        @AttributeDefinition(description = "Connections at a time", min = "1")
        int max_connections() default 20_000;

        @AttributeDefinition(description = "Connections at a time from one IPv4 address or IPv6 /64", min = "1")
        int max_connections_source() default 1_000;

        @AttributeDefinition(description = "Seconds a new connection may take to its first whole message", min = "1")
        int first_message_seconds() default 30;

        @AttributeDefinition(description = "Seconds after which a connection is closed on which nobody has proven who he is; 0 for never", min = "0")
        int unproven_seconds() default 120;

        @AttributeDefinition(description = "Seconds a message that has begun may take", min = "1")
        int incomplete_seconds() default 10;

        @AttributeDefinition(description = "Seconds after which a connection that sends nothing is closed; 0 for never", min = "0")
        int idle_seconds() default 0;

        @AttributeDefinition(description = "UDP with protocols = turn: DTLS 1.2 too, on the same port (RFC 7350)")
        boolean dtls() default false;

        @AttributeDefinition(description = "UDP: bytes of kernel buffer to ask for", min = "65536")
        int receive_buffer() default 4 << 20;
    }

    private final Listeners listeners;

    /** Opens the listener, or says why it cannot be opened yet and goes on trying. */
    @Activate
    public ListenerComponent(@Reference NetComponent net, Config config) {
        listeners = net.listeners();
        modified(config);
    }

    @Modified
    void modified(Config config) {
        try {
            listeners.put(this, settings(config));
        } catch (IllegalArgumentException e) {
            LOG.error("Configuration of listener '{}' is not usable, so nothing changes: {}", config.name(), e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        listeners.remove(this);
    }

    static ListenerSettings settings(Config config) {
        if (config.name().isBlank()) {
            throw new IllegalArgumentException("it has no name");
        }
        Limits limits = new Limits(atLeast(1, config.max_message(), "max.message"), atLeast(0, config.max_connections(), "max.connections"),
            atLeast(0, config.max_connections_source(), "max.connections.source"), atLeast(1, config.first_message_seconds(), "first.message.seconds") * 1000L,
            atLeast(0, config.unproven_seconds(), "unproven.seconds") * 1000L, atLeast(1, config.incomplete_seconds(), "incomplete.seconds") * 1000L, atLeast(0, config.idle_seconds(), "idle.seconds") * 1000L);
        String advertised = config.advertised_address().isBlank() ? null : withoutBrackets(config.advertised_address());
        Protocol protocol = protocol(config.protocol());
        Spoken spoken = spoken(protocol, config);
        TlsPolicy tls = tls(config);
        if (tls.boringSsl() && spoken.isShared()) {
            throw new IllegalArgumentException("protocols has several, which tls.engine = boringssl and tls.profile = old-devices do not serve");
        }
        return new ListenerSettings(config.name().strip(), protocol, spoken, address(config), advertised, port(config.advertised_port(), "advertised.port"), tls, dtls(protocol, spoken, config),
            atLeast(1, config.receive_buffer(), "receive.buffer"), limits);
    }

    private static boolean dtls(Protocol protocol, Spoken spoken, Config config) {
        if (config.dtls() && (protocol != Protocol.UDP || !spoken.transports().contains("turn"))) {
            throw new IllegalArgumentException("dtls is true, which is for protocol = udp with protocols = turn");
        }
        return config.dtls();
    }

    private static int atLeast(int least, int value, String key) {
        if (value < least) {
            throw new IllegalArgumentException(key + " is " + value + ", less than " + least);
        }
        return value;
    }

    private static int port(int value, String key) {
        if (value < 0 || value > 65_535) {
            throw new IllegalArgumentException(key + " is " + value + ", not 0 to 65535");
        }
        return value;
    }

    private static Protocol protocol(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "udp" -> Protocol.UDP;
            case "tcp" -> Protocol.TCP;
            case "tls" -> Protocol.TLS;
            default -> throw new IllegalArgumentException("protocol is '" + name + "', not udp, tcp or tls");
        };
    }

    private static Spoken spoken(Protocol protocol, Config config) {
        List<String> transports = words(config.protocols()).stream().map(word -> word.equals("sip") ? Transports.name(protocol) : word).distinct().toList();
        if (transports.isEmpty()) {
            return Spoken.only(Transports.name(protocol));
        }
        if (transports.size() > 1 && protocol != Protocol.TLS) {
            throw new IllegalArgumentException("protocols has several, which can be told apart over TLS only");
        }
        Map<String, String> names = new HashMap<>();
        for (String pair : words(config.sni())) {
            int equals = pair.indexOf('=');
            String transport = pair.substring(equals + 1).strip();
            String meant = transport.equals("sip") ? Transports.name(protocol) : transport;
            if (equals < 1 || !transports.contains(meant)) {
                throw new IllegalArgumentException("sni has '" + pair + "', not NAME=PROTOCOL with one of protocols");
            }
            names.put(pair.substring(0, equals).strip(), meant);
        }
        return new Spoken(transports, Map.copyOf(names));
    }

    private static TlsPolicy tls(Config config) {
        List<String> ciphers = Arrays.stream(config.tls_ciphers()).flatMap(text -> Arrays.stream(text.split("[,\\s]+"))).filter(text -> !text.isEmpty()).toList();
        boolean boringSsl = isSecond(config.tls_engine(), "tls.engine", "java", "boringssl");
        boolean oldDevices = isSecond(config.tls_profile(), "tls.profile", "modern", "old-devices");
        return TlsPolicy.of(boringSsl, oldDevices, config.tls_protocols().strip(), ciphers, clientAuth(config.client_auth()), Set.copyOf(words(config.client_auth_names())), config.trust().strip());
    }

    private static boolean isSecond(String value, String key, String first, String second) {
        String chosen = value.strip().toLowerCase(Locale.ROOT);
        if (!chosen.equals(first) && !chosen.equals(second)) {
            throw new IllegalArgumentException(key + " is '" + value + "', not " + first + " or " + second);
        }
        return chosen.equals(second);
    }

    private static TlsPolicy.ClientAuth clientAuth(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "none" -> TlsPolicy.ClientAuth.NONE;
            case "want" -> TlsPolicy.ClientAuth.WANT;
            case "require" -> TlsPolicy.ClientAuth.REQUIRE;
            default -> throw new IllegalArgumentException("client.auth is '" + value + "', not none, want or require");
        };
    }

    /** Returns what stands between commas, in lower case. */
    private static List<String> words(String[] texts) {
        return Arrays.stream(texts).flatMap(text -> Arrays.stream(text.split(","))).map(word -> word.strip().toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty()).toList();
    }

    private static InetSocketAddress address(Config config) {
        String host = withoutBrackets(config.address());
        int port = port(config.port(), "port");
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address '" + host + "' is not known", e);
        }
    }

    /** IPv6 addresses are written with brackets in URIs, so people write them here as well. */
    private static String withoutBrackets(String text) {
        String host = text.strip();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
