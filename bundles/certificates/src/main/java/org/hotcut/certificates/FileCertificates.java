package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that others made: looks at their sources, and keeps of each what was good last. What is wrong with one is said once, and until it is
 * put right the one before stays.
 */
final class FileCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(FileCertificates.class);
    private static final String REFUSED = "refused";
    private static final String GAP = "gap";

    private final Shelf shelf;
    private final List<Path> parents;
    private final List<Path> further;
    private final String password;
    private final Clock clock;
    private final Expiry expiry;

    /**
     * One source and what is kept of it.
     *
     * @param chain empty when nothing good ever came from it
     * @param fault why what is there now is not taken, empty when it is
     * @param gap   what may be missing of the chain, empty when it is whole
     */
    record Kept(Source source, Optional<KeyChain> chain, String fault, String gap) {
        String name() {
            return source.name();
        }
    }

    /**
     * Remembers where to look.
     *
     * @param parents  folders that have a folder for each certificate
     * @param further  folders of one certificate, or files
     * @param password of all that is encrypted, null for none
     */
    FileCertificates(Shelf shelf, List<Path> parents, List<Path> further, String password, Clock clock) {
        this.shelf = shelf;
        this.parents = parents;
        this.further = further;
        this.password = password;
        this.clock = clock;
        this.expiry = new Expiry(shelf);
    }

    /** Brings what is kept up to what the sources hold now, and says in the log what became of each that changed. */
    List<Kept> look() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Source source : Source.find(parents, further)) {
            all.add(look(source));
        }
        for (String name : shelf.names()) {
            if (all.stream().noneMatch(kept -> kept.name().equals(name))) {
                shelf.forget(name);
                LOG.info("Certificate {} is not presented any more: its folder is gone", name);
            }
        }
        expiry.warn(all, clock.instant());
        return all;
    }

    /** Returns what is kept, as {@link #look} left it. */
    List<Kept> kept() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Source source : Source.find(parents, further)) {
            all.add(new Kept(source, shelf.read(source.name(), clock.instant()), shelf.note(source.name(), REFUSED),
                shelf.note(source.name(), GAP)));
        }
        return all;
    }

    private Kept look(Source source) throws IOException {
        String name = source.name();
        Instant now = clock.instant();
        Optional<KeyChain> before = shelf.read(name, now);
        try {
            Material material = new Material(password);
            material.add(source.path());
            KeyChain found = Judge.judge(material, now);
            shelf.note(name, REFUSED, "");
            boolean isNew = before.isEmpty() || !before.get().chain().equals(found.chain());
            if (isNew) {
                take(source, found);
            }
            String gap = isRooted(found, material) ? "" : isNew ? gap(found) : shelf.note(name, GAP);
            if (shelf.note(name, GAP, gap) && !gap.isEmpty()) {
                LOG.warn("Certificate {}: {}", name, gap);
            }
            return new Kept(source, Optional.of(found), "", gap);
        } catch (RefusedException e) {
            if (shelf.note(name, REFUSED, e.getMessage()) && (before.isPresent() || !e.isWaiting())) {
                LOG.warn("Certificate {} ({}) is not taken: {}; {}", name, source.path(), e.getMessage(),
                    before.isPresent() ? "the one before stays, until " + before.get().ends() : "there was none before it");
            }
            return new Kept(source, before, e.getMessage(), shelf.note(name, GAP));
        }
    }

    private void take(Source source, KeyChain found) throws IOException {
        shelf.put(source.name(), found);
        LOG.info("Certificate {} from {}: for {}, issued by {}, {}, good until {}", source.name(), source.path(), String.join(" ", found.hosts()),
            found.leaf().getIssuerX500Principal().getName(), found.kind(), found.ends());
    }

    private static boolean isRooted(KeyChain found, Material material) {
        X509Certificate last = found.last();
        return material.certificates().stream().anyMatch(each -> !each.equals(last) && Judge.isSelfSigned(each)
            && each.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
    }

    private static String gap(KeyChain found) {
        return Roots.knows(found) ? "" : "its chain ends with \"" + found.last().getSubjectX500Principal().getName() + "\", and this JDK does not know who issued that: put the"
            + " authority's intermediate certificates beside it, or its root where your phones know that";
    }
}
