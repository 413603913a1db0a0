package org.hotcut.shell.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.certificate.CertificateInfo;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;

@Service
@Command(scope = "cert", name = "show", description = "Shows the authority and the certificates that listeners present.",
    detailedDescription = "  cert:show\n  cert:show --json")
public final class CertShow extends HotcutCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        List<CertificateInfo> certificates = services.need(CertificateAdmin.class).list();
        if (json) {
            Listing listing = new Listing("subject", "names", "issuer", "notBefore", "notAfter", "fingerprint", "serial", "file");
            certificates.forEach(one -> listing.row(one.subject(), one.names(), one.issuer(), one.notBefore(), one.notAfter(), one.fingerprint(), one.serial(),
                one.file()));
            listing.print(out(), true, "");
            return;
        }
        for (CertificateInfo one : certificates) {
            show(one);
        }
    }

    private void show(CertificateInfo one) {
        long left = Duration.between(Instant.now(), one.notAfter()).toMillis();
        out().println(one.names().isEmpty() ? "Authority " + one.subject() : "Certificate " + one.subject());
        if (!one.names().isEmpty()) {
            out().println("  for          " + String.join(" ", one.names()));
        }
        out().println("  issued by    " + one.issuer());
        out().println("  valid        " + one.notBefore() + " to " + one.notAfter() + (left < 0 ? ": EXPIRED" : ", " + Durations.text(left) + " more"));
        out().println("  fingerprint  " + one.fingerprint());
        out().println("  file         " + one.file());
    }
}
