package org.hotcut.turn.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.turn.api.Family;

/** Another server, to which clients are sent (RFC 8489 section 10). */
final class Alternates {
    private static final int MOST_PORT = 65_535;

    private final List<InetSocketAddress> servers;
    private final String domain;

    private Alternates(List<InetSocketAddress> servers, String domain) {
        this.servers = List.copyOf(servers);
        this.domain = domain;
    }

    /** Takes servers one by one. Confined to one thread. */
    static final class Builder {
        private final List<InetSocketAddress> servers = new ArrayList<>();
        private final String domain;

        /**
         * Begins without any.
         *
         * @param domain in the certificate of that server, blank when it is ours
         */
        Builder(String domain) {
            this.domain = domain.strip();
        }

        /** Adds {@code address:port}. Returns whether it is one. */
        boolean add(String text) {
            InetSocketAddress server = parse(text);
            return server != null && servers.add(server);
        }

        Alternates build() {
            return new Alternates(servers, domain);
        }
    }

    /** Refuses when there is one that the client can reach. */
    void redirect(Request request) throws Refusal {
        Family family = Family.of(request.client().address().getAddress());
        List<InetSocketAddress> told = new ArrayList<>(servers);
        // the family by which the client came is first, and must be there
        told.sort((one, other) -> Boolean.compare(is(family, other), is(family, one)));
        if (told.isEmpty() || !is(family, told.get(0))) {
            return;
        }
        throw new Refusal(StunError.TRY_ALTERNATE, writer -> {
            told.forEach(server -> writer.address(Stun.ALTERNATE_SERVER, server));
            // who uses no SHA-256 does not know this attribute
            if (!domain.isEmpty() && request.client().protocol().isSecure() && request.message().has(Stun.MESSAGE_INTEGRITY_SHA256)) {
                writer.text(Stun.ALTERNATE_DOMAIN, domain);
            }
        });
    }

    private static boolean is(Family family, InetSocketAddress server) {
        return Family.of(server.getAddress()) == family;
    }

    /** Reads an address by its digits alone: nothing here may wait for DNS. */
    private static InetSocketAddress parse(String text) {
        try {
            URI uri = new URI("turn://" + text);
            String host = uri.getHost() == null ? "" : uri.getHost();
            boolean isAddress = host.startsWith("[") || host.matches("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
            InetSocketAddress server = isAddress && uri.getPort() > 0 && uri.getPort() <= MOST_PORT ? new InetSocketAddress(host, uri.getPort()) : null;
            return server == null || server.isUnresolved() ? null : server;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
