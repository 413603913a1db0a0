package org.hotcut.core.state.ban;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.hotcut.core.api.net.Protocol;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * From where the sources come that an admin trusts to speak for anybody ({@code access:allow}). They are whitelisted by that: else whoever writes a trunk's
 * address and port into his datagrams would have the trunk banned. The list is the configuration of {@code identity}, read here as well, so that it holds
 * while {@code identity} is swapped or absent. Any thread.
 */
@Component(service = TrustedLines.class, immediate = true, configurationPid = TrustedConfig.PID)
public final class TrustedLines {
    /** Port 0 and protocol null stand for any. */
    private record Line(Network network, int port, Protocol protocol) {
        boolean is(Protocol spoken, InetSocketAddress peer, byte[] address) {
            return (protocol == null || protocol == spoken) && (port == 0 || port == peer.getPort()) && network.contains(address);
        }
    }

    private static final int LAST_PORT = 65_535;

    private volatile List<Line> lines;

    /** Activates the component. */
    @Activate
    public TrustedLines(TrustedConfig config) {
        lines = read(config.trusted());
    }

    @Modified
    void modified(TrustedConfig config) {
        lines = read(config.trusted());
    }

    boolean contain(Protocol protocol, InetSocketAddress peer) {
        List<Line> current = lines;
        if (current.isEmpty()) {
            return false;
        }
        byte[] address = peer.getAddress().getAddress();
        for (Line line : current) {
            if (line.is(protocol, peer, address)) {
                return true;
            }
        }
        return false;
    }

    private static List<Line> read(String... entries) {
        List<Line> read = new ArrayList<>();
        for (String entry : entries) {
            for (String text : entry.split(",")) {
                read(text.strip(), read);
            }
        }
        return List.copyOf(read);
    }

    // a source named by its certificate comes from anywhere, and cannot be forged: its proof is reported. Of what cannot be read identity warns
    private static void read(String text, List<Line> into) {
        try {
            into.add(line(text.split("\\s+")));
        } catch (IllegalArgumentException e) {
            return;
        }
    }

    // as strict as identity: whom it does not trust is not to be whitelisted
    private static Line line(String... words) {
        boolean hasPort = words.length > 1 && Character.isDigit(words[1].charAt(0));
        int known = hasPort ? 2 : 1;
        if (words.length > known + 1) {
            throw new IllegalArgumentException("too many words");
        }
        Protocol protocol = words.length > known ? Protocol.valueOf(words[known].toUpperCase(Locale.ROOT)) : null;
        return new Line(Network.parse(words[0]), hasPort ? port(words[1]) : 0, protocol);
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("no port");
        }
        return port;
    }
}
