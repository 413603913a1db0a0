package org.hotcut.turn.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.hotcut.stun.Stun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration, read so that a slip of the pen stops nobody's call: what cannot be understood is logged and left out. */
final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String PID = "org.hotcut.turn.server";
    private static final int[] ALL_ALGORITHMS = {Stun.SHA256, Stun.MD5};
    private static final int LEAST_NONCE_SECONDS = 60;
    private static final int MOST_LIFETIME = 3_600;
    private static final long SECOND = 1_000;

    private final Config config;

    Settings(Config config) {
        this.config = config;
    }

    /** Returns the entries of a list; each text may hold several with commas between. */
    static List<String> entries(String... texts) {
        return Arrays.stream(texts).flatMap(text -> Arrays.stream(text.split(","))).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
    }

    /** Returns the password algorithms to offer; all when none of those that are there can be understood, for none would mean MD5 alone. */
    int[] algorithms() {
        List<String> names = entries(config.password_algorithms());
        int[] known = names.stream().mapToInt(Settings::algorithm).filter(number -> number > 0).distinct().toArray();
        return known.length == 0 && !names.isEmpty() ? ALL_ALGORITHMS.clone() : known;
    }

    private static int algorithm(String name) {
        switch (name.toUpperCase(Locale.ROOT)) {
            case "SHA-256":
                return Stun.SHA256;
            case "MD5":
                return Stun.MD5;
            default:
                LOG.warn("{}: password.algorithms: {} is ignored, it is neither SHA-256 nor MD5", PID, name);
                return 0;
        }
    }

    String[] secrets() {
        return entries(config.secrets()).toArray(new String[0]);
    }

    /** Returns how long a nonce is good, milliseconds. */
    long nonceLifetime() {
        return Math.max(LEAST_NONCE_SECONDS, config.nonce_seconds()) * SECOND;
    }

    Lifetime lifetime() {
        return new Lifetime(Math.min(MOST_LIFETIME, config.lifetime_max()));
    }

    Alternates alternates() {
        Alternates.Builder read = new Alternates.Builder(config.alternate_domain());
        for (String server : entries(config.alternate_server())) {
            if (!read.add(server)) {
                LOG.warn("{}: alternate.server: {} is ignored, it is not ADDRESS:PORT or [ADDRESS]:PORT", PID, server);
            }
        }
        return read.build();
    }
}
