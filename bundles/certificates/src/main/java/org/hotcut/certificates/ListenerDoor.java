package org.hotcut.certificates;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A listener of {@code net} for nothing but the authority's question, made and taken away by its configuration: {@code net} owns the socket. */
final class ListenerDoor implements Door {
    private static final String FACTORY = "org.hotcut.net.listener";
    private static final String NAME = "acme-order";
    private static final String PROTOCOL = "acme";
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 200;

    private final ConfigurationAdmin configurations;
    private final Flows flows;
    private final AcmeChallenge challenge;
    private final String address;
    private final int port;

    /**
     * Remembers where.
     *
     * @param port 0 for the one that authorities ask
     */
    ListenerDoor(ConfigurationAdmin configurations, Flows flows, AcmeChallenge challenge, String address, int port) {
        this.configurations = configurations;
        this.flows = flows;
        this.challenge = challenge;
        this.address = address;
        this.port = port == 0 ? challenge.port() : port;
    }

    @Override
    public void open() throws IOException, InterruptedException {
        if (isOpen()) {
            return;
        }
        Dictionary<String, Object> settings = new Hashtable<>();
        settings.put("name", NAME);
        settings.put("protocol", challenge.protocol());
        settings.put("protocols", PROTOCOL);
        settings.put("address", address);
        settings.put("port", port);
        settings.put("max.message", 8_192);
        settings.put("max.connections", 100);
        settings.put("max.connections.source", 20);
        settings.put("first.message.seconds", 10);
        settings.put("idle.seconds", 10);
        settings.put("unproven.seconds", 20);
        configurations.getFactoryConfiguration(FACTORY, NAME, "?").update(settings);
        for (int i = 0; i < TRIES; i++) {
            if (isOpen()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new IOException("port " + port + " cannot be opened for the authority's question (the line of net in the log says why; docs/certificates.md how an ordinary user gets"
            + " port " + challenge.port() + ')');
    }

    @Override
    public void shut() throws IOException {
        try {
            Configuration[] present = configurations.listConfigurations("(service.pid=" + FACTORY + '~' + NAME + ')');
            if (present != null) {
                for (Configuration each : present) {
                    each.delete();
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The admin may have one of his own; by TLS any will do, whatever else is spoken there. */
    private boolean isOpen() {
        return flows.endpoints().stream().anyMatch(each -> challenge == AcmeChallenge.HTTP_01 ? each.protocol() == Protocol.ACME
            : each.local().getPort() == port && (each.protocol().isSecure() || each.name().equals(NAME)));
    }
}
