package org.hotcut.certificates;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns 30, 7 and 1 days before a certificate ends, in the last quarter of its life, and when it has ended; once each. */
final class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final String WARNED = "warned";
    private static final List<Integer> DAYS = List.of(0, 1, 7, 30);
    /** What is good for a short time only is renewed late by those who do it right, so it is no reason for a warning then. */
    private static final int LEAST_SHARE = 4;

    private final Shelf shelf;

    Expiry(Shelf shelf) {
        this.shelf = shelf;
    }

    void warn(List<FileCertificates.Kept> all, Instant now) throws IOException {
        for (FileCertificates.Kept kept : all) {
            if (kept.chain().isPresent()) {
                warn(kept.name(), kept.source(), kept.chain().get(), now);
            }
        }
    }

    private void warn(String name, Source source, KeyChain chain, Instant now) throws IOException {
        Duration left = Duration.between(now, chain.ends());
        long life = Duration.between(chain.begins(), chain.ends()).toDays();
        String due = DAYS.stream().filter(days -> days * LEAST_SHARE <= life).filter(days -> left.compareTo(Duration.ofDays(days)) <= 0).findFirst().map(String::valueOf).orElse("");
        if (!shelf.note(name, WARNED, due) || due.isEmpty()) {
            return;
        }
        if (left.isNegative() || left.isZero()) {
            LOG.warn("Certificate {} EXPIRED on {}: clients refuse it. Put a new one in {} (or cert:import it)", name, chain.ends(), source.path());
        } else {
            LOG.warn("Certificate {} ends in {} days, on {}: put a new one in {} (or cert:import it)", name, left.toDays(), chain.ends(), source.path());
        }
    }
}
