package org.hotcut.shell.certificate;

import java.time.Duration;
import java.time.Instant;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.certificate.CertificateEntry;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;

@Service
@Command(scope = "cert", name = "list", description = "Lists the certificates, for which names they are, how long, and whether they are in use.",
    detailedDescription = "  cert:list\n  cert:list --json")
public final class CertList extends HotcutCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = json ? new Listing("name", "names", "issuer", "until", "days", "key", "inUse", "note", "source")
            : new Listing("name", "names", "issuer", "until", "days", "key", "inUse", "note");
        for (CertificateEntry one : services.need(CertificateAdmin.class).entries()) {
            Long days = one.notAfter() == null ? null : Duration.between(Instant.now(), one.notAfter()).toDays();
            if (json) {
                listing.row(one.name(), one.names(), one.issuer(), one.notAfter(), days, one.key(), one.inUse(), one.note(), one.source());
            } else {
                listing.row(one.name(), one.names(), one.issuer(), one.notAfter(), days, one.key(), one.inUse(), one.note());
            }
        }
        listing.print(out(), json, "There is none.");
    }
}
