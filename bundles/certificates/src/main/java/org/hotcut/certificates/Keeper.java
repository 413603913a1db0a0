package org.hotcut.certificates;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the folder holds an authority and a server certificate that are fit for use. Its memory is the folder. */
final class Keeper {
    static final String AUTHORITY = "ca";
    static final String SERVER = "server";

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final String LOST_AUTHORITY = "The local authority {} is not usable: {}. It was kept with \"{}\" after its name and a new one made, which phones must"
        + " be told to trust (cert:ca). To go on with the old one: stop the server, put ca.pem and ca-key.pem back from a backup, start.";
    private static final String LOST_SERVER = "The server certificate {} is not usable: {}. It was kept with \"{}\" after its name and a new one is being issued by the"
        + " local authority; nothing has to be done, unless the file was put there by hand.";

    private final Folder folder;
    private final Issuer issuer;
    private final String node;
    private final Clock clock;

    Keeper(Folder folder, Issuer issuer, String node, Clock clock) {
        this.folder = folder;
        this.issuer = issuer;
        this.node = node;
        this.clock = clock;
    }

    /**
     * What is in the folder now.
     *
     * @param renewed whether the server certificate was issued just now
     */
    record Kept(KeyedCertificate authority, KeyedCertificate server, boolean renewed) { }

    Kept keep(Wanted wanted) throws IOException {
        Optional<KeyedCertificate> old = authority();
        KeyedCertificate authority = old.isPresent() ? old.get() : makeAuthority();
        Optional<KeyedCertificate> server = server(authority, old.isPresent());
        Optional<String> objection = server.isEmpty() ? Optional.of("there was none") : objection(server.get(), wanted);
        if (objection.isEmpty()) {
            return new Kept(authority, server.get(), false);
        }
        return new Kept(authority, issue(authority, wanted, objection.get()), true);
    }

    static Instant renewal(KeyedCertificate certificate) {
        return certificate.chain().renewal();
    }

    private Optional<KeyedCertificate> authority() throws IOException {
        try {
            Optional<KeyedCertificate> authority = folder.read(AUTHORITY);
            if (authority.isPresent() && authority.get().ends().isBefore(clock.instant())) {
                throw new DamagedException("it expired on " + authority.get().ends());
            }
            return authority;
        } catch (DamagedException e) {
            LOG.error(LOST_AUTHORITY, folder.certificateFile(AUTHORITY), e.getMessage(), folder.setAside(AUTHORITY, clock.instant()));
            return Optional.empty();
        }
    }

    private Optional<KeyedCertificate> server(KeyedCertificate authority, boolean authorityIsOld) throws IOException {
        try {
            Optional<KeyedCertificate> server = folder.read(SERVER);
            if (server.isEmpty() || authority.issued(server.get())) {
                return server;
            }
            if (authorityIsOld) {
                throw new DamagedException("it was issued by somebody else, " + server.get().certificate().getIssuerX500Principal());
            }
        } catch (DamagedException e) {
            LOG.error(LOST_SERVER, folder.certificateFile(SERVER), e.getMessage(), folder.setAside(SERVER, clock.instant()));
        }
        return Optional.empty();
    }

    private Optional<String> objection(KeyedCertificate server, Wanted wanted) {
        if (clock.instant().isBefore(renewal(server))) {
            return wanted.objection(Names.of(server.certificate()));
        }
        return Optional.of("the old one ends on " + server.ends());
    }

    private KeyedCertificate makeAuthority() throws IOException {
        KeyedCertificate authority = issuer.authority("Hotcut local authority " + node, clock.instant());
        folder.write(AUTHORITY, authority);
        LOG.info("Made the local authority {}, good until {}; phones that check certificates must trust it (cert:ca)", folder.certificateFile(AUTHORITY),
            authority.ends());
        return authority;
    }

    private KeyedCertificate issue(KeyedCertificate authority, Wanted wanted, String reason) throws IOException {
        KeyedCertificate server = issuer.server(authority, wanted.names(), clock.instant());
        folder.write(SERVER, server);
        wanted.complaints().forEach(LOG::warn);
        LOG.info("Issued the server certificate {} for {} names, good until {} ({})", folder.certificateFile(SERVER), wanted.names().labelled().size(),
            server.ends(), reason);
        return server;
    }
}
