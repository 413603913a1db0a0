package org.hotcut.sip.core.route;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;

/** The name servers, and the thread that waits for them; shared by all loops. Safe for any thread; only {@link #refresh} blocks. */
public final class Dns {
    private static final Logger LOG = LoggerFactory.getLogger(Dns.class);
    private static final int PORT = 53;
    /** An answer that comes later than {@link DnsCache} waits still serves the next who asks. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Hosts hosts = new Hosts(Path.of("/etc/hosts"));
    private volatile List<LookupSession> sessions = List.of();
    private volatile boolean closed;
    private boolean system;
    private List<InetSocketAddress> servers = List.of();
    private List<Name> searched = List.of();

    /**
     * Starts the thread of dnsjava, now: started by the first question it would inherit the context of whatever behaviour was on the stack then.
     * Nothing but our own socket hears of it.
     */
    public void start() {
        try (DatagramSocket nobody = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Message nothing = Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN));
            new DefaultIoClientFactory().createOrGetUdpClient().sendAndReceiveUdp(null, (InetSocketAddress) nobody.getLocalSocketAddress(), nothing,
                nothing.toWire(), 512, Duration.ofSeconds(1));
        } catch (IOException e) {
            LOG.warn("DNS is not ready: {}", e.toString());
        }
    }

    /** Ends the thread of dnsjava; whoever waits for an answer is told that there is none. */
    public void close() {
        closed = true;
        if (!isStopping()) {
            NioClient.close();
        }
    }

    // dnsjava's own hook ends its thread then, and to take that hook out is refused with a stack trace
    private static boolean isStopping() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Says whom to ask; nobody for those that the system asks. */
    public synchronized void configure(List<InetSocketAddress> chosen) {
        system = chosen.isEmpty();
        if (system) {
            refresh();
        } else {
            use(chosen, List.of());
        }
        hosts.read();
    }

    /** Looks whether the system's own files have changed. Blocks. */
    public synchronized void refresh() {
        hosts.read();
        if (system) {
            ResolverConfig.refresh();
            use(ResolverConfig.getCurrentConfig().servers(), ResolverConfig.getCurrentConfig().searchPath());
        }
    }

    private void use(List<InetSocketAddress> chosen, List<Name> searchPath) {
        if (chosen.equals(servers) && searchPath.equals(searched)) {
            return;
        }
        searched = List.copyOf(searchPath);
        List<LookupSession> made = new ArrayList<>();
        for (InetSocketAddress server : chosen) {
            SimpleResolver resolver = new SimpleResolver(server);
            resolver.setTimeout(PATIENCE);
            made.add(LookupSession.builder().resolver(resolver).searchPath(searchPath).executor(Runnable::run).build());
        }
        servers = List.copyOf(chosen);
        sessions = made;
        LOG.info("Name servers are {}", servers.stream().map(server -> Literal.inUri(server.getAddress()) + ':' + server.getPort()).toList());
    }

    /** Returns the addresses that the machine itself has for a name; none when it has none. */
    List<InetAddress> local(String name) {
        return hosts.find(name);
    }

    /**
     * Asks one server once.
     *
     * @param attempt counted from 0; each goes to the next server
     * @return completes on dnsjava's thread, also exceptionally
     */
    CompletionStage<LookupResult> ask(String name, int type, int attempt) {
        List<LookupSession> asked = sessions;
        if (closed || asked.isEmpty()) {
            return CompletableFuture.failedFuture(new IOException("there is no name server"));
        }
        try {
            return asked.get(attempt % asked.size()).lookupAsync(Name.fromString(name), type);
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Reads a list of servers.
     *
     * @param texts {@code address} or {@code address:port}, IPv6 with a port in brackets
     * @throws IllegalArgumentException when one is none
     */
    public static List<InetSocketAddress> servers(List<String> texts) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String text : texts) {
            if (!text.isBlank()) {
                servers.add(server(text.trim()));
            }
        }
        return servers;
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = hasPort ? text.substring(0, colon) : text;
        InetAddress address = Literal.parse(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
        if (address == null) {
            throw new IllegalArgumentException(text + " is not an address of a name server");
        }
        return new InetSocketAddress(address, hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT);
    }
}
