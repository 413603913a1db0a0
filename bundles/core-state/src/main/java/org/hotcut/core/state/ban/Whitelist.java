package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses and networks that may do what they like. Never changes. */
final class Whitelist {
    private static final Logger LOG = LoggerFactory.getLogger(Whitelist.class);

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
            into.add(Network.parse(text));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: whitelist entry '{}' is ignored, it is no address and no network: {}", BansConfig.PID, text, e.getMessage());
        }
    }
}
