package org.hotcut.shell.dns;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

import javax.net.ssl.X509TrustManager;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.DomainCompleter;
import org.hotcut.shell.check.Findings;
import org.hotcut.shell.check.Trust;
import org.hotcut.shell.turn.TurnListeners;

@Service
@Command(scope = "dns", name = "check", description = "Looks up what is published for our domains, tries it, and says what is wrong.",
    detailedDescription = "As another domain's server does: NAPTR, SRV, addresses, then a connection and a look at the certificate. SRV of STUN and TURN as clients do.\n\n"
        + "  dns:check\n  dns:check example.org\n  dns:check --server 192.0.2.53 example.org    # what that name server says now, whatever others remember")
public final class DnsCheck extends HotcutCommand {
    private static final int PATIENCE_MILLIS = 4_000;

    @Argument(name = "DOMAIN", description = "One of our domains; all without it")
    @Completion(DomainCompleter.class)
    String domain;

    @Option(name = "--server", description = "The name server to ask, ADDRESS or ADDRESS:PORT; those of the system without it")
    String server;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        NameServer names = NameServer.of(server);
        Site site = Site.look(services.need(Flows.class).endpoints(), TurnListeners.open(services), null);
        List<String> domains = OurDomains.named(services, domain);
        Findings findings = new Findings();
        if (domains.isEmpty()) {
            findings.note("There is no domain yet", "domain:add example.org");
        }
        TargetCheck targets = new TargetCheck(Trust.everybodys(), ours(services.find(CertificateAdmin.class)), PATIENCE_MILLIS, findings);
        ZoneCheck check = new ZoneCheck(site, names, targets, findings);
        domains.forEach(check::check);
        findings.print(out(), json);
    }

    private static X509TrustManager ours(CertificateAdmin certificates) throws GeneralSecurityException {
        try {
            return certificates == null ? null : Trust.ours(certificates.authorityPem());
        } catch (IOException e) {
            return null; // without an authority of our own there is nothing to tell it by
        }
    }
}
