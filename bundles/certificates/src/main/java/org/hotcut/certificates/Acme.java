package org.hotcut.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates an ACME server is asked for, and when: one for each domain, again after two thirds of its life. What fails is tried again ever more seldom, for
 * authorities refuse whoever asks too often; when that is is on disk, so that updates and restarts ask no more often.
 */
final class Acme {
    private static final Logger LOG = LoggerFactory.getLogger(Acme.class);
    private static final List<Duration> PAUSES = List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));
    private static final int MOST_DOMAINS = 100;
    private static final String NEXT = "next";
    private static final String FAILURES = "failures";
    private static final String FAULT = "fault";
    private static final String RUNNING = "an order was begun at ";
    /** No order takes longer. */
    private static final Duration LONGEST = Duration.ofMinutes(8);

    /** Orders one; {@link AcmeOrder} does. */
    interface Orderer {
        KeyChain order(String domain) throws IOException, InterruptedException;
    }

    private final AcmeSettings settings;
    private final Places places;
    private final Orderer orderer;
    private final Clock clock;

    Acme(AcmeSettings settings, Places places, Orderer orderer, Clock clock) {
        this.settings = settings;
        this.places = places;
        this.orderer = orderer;
        this.clock = clock;
    }

    /** Returns the domain whose turn it is, empty when nothing is due or an order runs: one after the other. */
    Optional<String> due(Collection<String> ours) throws IOException {
        if (running(ours).isPresent()) {
            return Optional.empty();
        }
        for (String domain : domains(ours)) {
            if (isDue(domain) && !clock.instant().isBefore(next(domain))) {
                return Optional.of(domain);
            }
        }
        return Optional.empty();
    }

    /** Returns all domains that a certificate is to be had for. */
    List<String> domains(Collection<String> ours) {
        if (!settings.isOn()) {
            return List.of();
        }
        Collection<String> wanted = settings.domains().isEmpty() ? ours : settings.domains();
        return wanted.stream().filter(each -> each.indexOf('.') > 0 && Names.address(each) == null && new Names().addHost(each)).sorted().limit(MOST_DOMAINS).toList();
    }

    /** Returns whether there is none for this domain, or one whose time to be renewed has come. */
    boolean isDue(String domain) {
        Path folder = folder(domain);
        Material material = new Material(null);
        try {
            material.add(folder);
            return !clock.instant().isBefore(Judge.judge(material, clock.instant()).renewal());
        } catch (RefusedException e) {
            return true;
        }
    }

    /** Notes that an order begins: nobody begins another before its pause is over, even if nobody hears how this one ends. */
    void begin(String domain) throws IOException {
        int failures = Integer.parseInt(state(domain).getProperty(FAILURES, "0"));
        Duration pause = PAUSES.get(Math.min(failures, PAUSES.size() - 1));
        save(domain, failures + 1, clock.instant().plus(pause), RUNNING + clock.instant());
    }

    /** Orders one that was begun, and keeps it where it is found as every other. Blocks for minutes. */
    void order(String domain) throws IOException, InterruptedException {
        try {
            KeyChain chain = orderer.order(domain);
            Path folder = folder(domain);
            PrivateFiles.createFolder(folder, "rwx------");
            PrivateFiles.replace(folder.resolve("key.pem"), Pem.of(chain.key()), PrivateFiles.OWNER);
            PrivateFiles.replace(folder.resolve("chain.pem"), chain.chainPem(), PrivateFiles.OWNER);
            save(domain, 0, Instant.EPOCH, "");
            LOG.info("ACME: {} has a certificate until {}; it is renewed from {} on", domain, chain.ends(), chain.renewal());
        } catch (IOException | RuntimeException e) {
            int failures = Integer.parseInt(state(domain).getProperty(FAILURES, "1"));
            save(domain, failures, next(domain), e instanceof IOException ? e.getMessage() : e.toString());
            LOG.warn("ACME: no certificate for {}: {}; next attempt {}", domain, e instanceof IOException ? e.getMessage() : e.toString(), next(domain));
            throw e;
        }
    }

    boolean isIssued(String domain) {
        return Files.exists(folder(domain).resolve("chain.pem"));
    }

    /** Returns where its certificate is kept. */
    Path folder(String domain) {
        return places.acmeIssued().resolve(domain);
    }

    private Optional<String> running(Collection<String> ours) throws IOException {
        for (String domain : domains(ours)) {
            String fault = state(domain).getProperty(FAULT, "");
            if (fault.startsWith(RUNNING) && clock.instant().isBefore(Instant.parse(fault.substring(RUNNING.length())).plus(LONGEST))) {
                return Optional.of(domain);
            }
        }
        return Optional.empty();
    }

    /** Orders all that are due, however long their pauses are. What fails is in the exception; the others are ordered all the same. */
    List<String> orderAll(Collection<String> ours) throws IOException {
        Optional<String> running = running(ours);
        if (running.isPresent()) {
            throw new IOException("an order for " + running.get() + " runs: cert:list tells what becomes of it");
        }
        List<String> due = domains(ours).stream().filter(this::isDue).toList();
        List<String> faults = new ArrayList<>();
        for (String domain : due) {
            begin(domain);
            try {
                order(domain);
            } catch (IOException e) {
                faults.add(domain + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (!faults.isEmpty()) {
            throw new IOException(String.join("; ", faults));
        }
        return due;
    }

    /** Returns what is wrong with a domain's order, empty when nothing is. */
    String fault(String domain) throws IOException {
        String fault = state(domain).getProperty(FAULT, "");
        return fault.isEmpty() ? "" : fault + "; next attempt " + next(domain);
    }

    private Instant next(String domain) throws IOException {
        return Instant.parse(state(domain).getProperty(NEXT, Instant.EPOCH.toString()));
    }

    private void save(String domain, int failures, Instant next, String fault) throws IOException {
        Properties state = new Properties();
        state.setProperty(FAILURES, Integer.toString(failures));
        state.setProperty(NEXT, next.toString());
        state.setProperty(FAULT, fault);
        StringWriter text = new StringWriter();
        state.store(text, null);
        PrivateFiles.createFolder(places.acme(), "rwx------");
        PrivateFiles.replace(file(domain), text.toString(), PrivateFiles.OWNER);
    }

    private Properties state(String domain) throws IOException {
        Properties state = new Properties();
        if (Files.exists(file(domain))) {
            state.load(new StringReader(Files.readString(file(domain))));
        }
        return state;
    }

    private Path file(String domain) {
        return places.acme().resolve(domain + ".properties");
    }
}
