package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses and networks that may do what they like. Never changes. */
final class Whitelist {
    private static final Logger LOG = LoggerFactory.getLogger(Whitelist.class);
    // literals only: InetAddress would ask DNS for anything else
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** The first {@code bits} of {@code address} count. */
    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits >> 3;
            for (int i = 0; i < whole; i++) {
                if (other[i] != address[i]) {
                    return false;
                }
            }
            int rest = bits & 7;
            return rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >> 8 - rest == 0;
        }
    }

    private final Network[] networks;

    /** Reads entries; each text may hold several with commas between. One that cannot be read is logged and left out. */
    Whitelist(String... entries) {
        List<Network> read = new ArrayList<>();
        for (String entry : entries) {
            for (String text : entry.split(",")) {
                if (!text.isBlank()) {
                    read(text.strip(), read);
                }
            }
        }
        networks = read.toArray(new Network[0]);
    }

    boolean contains(InetAddress address) {
        if (networks.length == 0) {
            return false;
        }
        byte[] bytes = address.getAddress();
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static void read(String text, List<Network> into) {
        try {
            into.add(parse(text));
        } catch (IllegalArgumentException | UnknownHostException e) {
            LOG.warn("{}: whitelist entry '{}' is ignored, it is no address and no network: {}", BansConfig.PID, text, e.getMessage());
        }
    }

    private static Network parse(String text) throws UnknownHostException {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException(host);
        }
        byte[] address = InetAddress.getByName(host).getAddress();
        int most = address.length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("the prefix is not 0 to " + most);
        }
        return new Network(address, bits);
    }
}
