package org.hotcut.sip.core;

import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.sip.core.route.Dns;
import org.hotcut.sip.core.route.RouteSettings;
import org.hotcut.sip.message.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as the loops use it.
 *
 * @param message        what one message may be
 * @param transactions   rows all loops may have
 * @param sourceRequests unanswered requests of one source on a loop
 * @param pendingBytes   bytes of unanswered requests all loops may keep, and as much again of long answers
 * @param branches       places one request may be sent to, one after the other or at once
 * @param maxBreadth     branches a request may fall apart into on all its way, where it does not say itself, and at most
 * @param timerC         milliseconds a callee may ring without a word
 * @param challengesInOurName whether callees may challenge callers for a realm of ours
 * @param overload       where new work begins to be refused
 */
record Settings(Limits message, int transactions, int sourceRequests, long pendingBytes, int branches, int maxBreadth, long timerC, boolean challengesInOurName,
                Overload.Limits overload) {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    /** Reads the configuration; what is out of bounds is taken as the nearest that is not, and logged. */
    static Settings of(Config config) {
        Limits message = new Limits(bounded("messageBytes", config.messageBytes(), 4_096, 1 << 20), bounded("headers", config.headers(), 32, 1_024),
            Limits.DEFAULT.maxHeaderLine());
        return new Settings(message, bounded("transactions", config.transactions(), 1_000, Integer.MAX_VALUE),
            bounded("sourceRequests", config.sourceRequests(), 10, Integer.MAX_VALUE),
            (long) bounded("pendingMegabytes", config.pendingMegabytes(), 16, 1 << 20) * 1_048_576, bounded("branches", config.branches(), 1, 100),
            bounded("maxBreadth", config.maxBreadth(), 1, 1_000),
            bounded("timerC", config.timerC(), 181, 3_600) * 1_000L, config.challengesInOurName(),
            new Overload.Limits(bounded("overloadLag", config.overloadLag(), 0, 10_000), bounded("overloadFill", config.overloadFill(), 50, 100),
                bounded("overloadHeap", config.overloadHeap(), 50, 100)));
    }

    /** Reads how next hops are tried. */
    static RouteSettings routing(Config config) {
        return new RouteSettings(bounded("hopTimeout", config.hopTimeout(), 1, 32) * 1_000L, bounded("avoidSeconds", config.avoidSeconds(), 0, 600) * 1_000L,
            bounded("udpMost", config.udpMost(), 500, 65_535), config.foreignPlain());
    }

    /** Reads whom to ask about names; nobody when one of them is no address. */
    static List<InetSocketAddress> dnsServers(Config config) {
        try {
            return Dns.servers(List.of(config.dnsServers()));
        } catch (IllegalArgumentException e) {
            LOG.warn("org.hotcut.sip.core: dnsServers: {}; those of the system are taken", e.getMessage());
            return List.of();
        }
    }

    private static int bounded(String name, int value, int least, int most) {
        int bounded = Math.max(least, Math.min(most, value));
        if (bounded != value) {
            LOG.warn("org.hotcut.sip.core: {} = {} is not between {} and {}; {} is taken", name, value, least, most, bounded);
        }
        return bounded;
    }
}
