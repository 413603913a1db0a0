package org.hotcut.identity;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin's list of {@link TrustedSource}s, read once. */
final class TrustedSources {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedSources.class);

    private final TrustedSource[] sources;

    /** Reads entries; each text may hold several with commas between. One that cannot be read trusts nobody and is logged. */
    TrustedSources(String... entries) {
        List<TrustedSource> read = new ArrayList<>();
        for (String entry : entries) {
            for (String text : entry.split(",")) {
                if (!text.isBlank()) {
                    read(text.trim(), read);
                }
            }
        }
        sources = read.toArray(new TrustedSource[0]);
    }

    /**
     * Returns the identity of a trusted peer, or null.
     *
     * @param verdict what its certificate proves, or null
     */
    Identity of(Flow flow, Verdict verdict) {
        for (TrustedSource source : sources) {
            if (source.matches(flow, verdict)) {
                return identity(source.name() != null ? source.name() : flow.remote().getAddress().getHostAddress());
            }
        }
        return null;
    }

    /** Returns whether a peer is trusted, see {@link #of}. */
    boolean has(Flow flow, Verdict verdict) {
        for (TrustedSource source : sources) {
            if (source.matches(flow, verdict)) {
                return true;
            }
        }
        return false;
    }

    private static Identity identity(String text) {
        return new Identity(Identity.Kind.TRUSTED, text, "trusted source " + text);
    }

    private static void read(String text, List<TrustedSource> into) {
        try {
            into.add(TrustedSource.parse(text));
        } catch (IllegalArgumentException e) {
            LOG.warn("org.hotcut.identity: trusted source '{}' is ignored: {}", text, e.getMessage());
        }
    }
}
