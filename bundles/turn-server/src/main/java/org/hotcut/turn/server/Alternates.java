package org.hotcut.turn.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.turn.api.Family;

/** Another server, to which clients are sent (RFC 8489 section 10). */
final class Alternates {
    private final List<InetSocketAddress> servers;
    private final String domain;

    /**
     * Reads the configuration.
     *
     * @param servers address:port each
     * @param domain  in the certificate of that server, empty when it is ours
     */
    Alternates(String[] servers, String domain) {
        this.servers = Arrays.stream(servers).map(String::strip).filter(server -> !server.isEmpty()).map(Alternates::parse).toList();
        this.domain = domain.strip();
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

    private static InetSocketAddress parse(String text) {
        try {
            URI uri = new URI("turn://" + text);
            String host = uri.getHost();
            // by its digits alone: nothing here may wait for DNS
            boolean isAddress = host != null && (host.startsWith("[") || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"));
            InetSocketAddress address = isAddress && uri.getPort() > 0 ? new InetSocketAddress(host, uri.getPort()) : null;
            if (address != null && !address.isUnresolved()) {
                return address;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException("alternate.server: " + text + " is no address:port", e);
        }
        throw new IllegalArgumentException("alternate.server: " + text + " is no address:port");
    }
}
