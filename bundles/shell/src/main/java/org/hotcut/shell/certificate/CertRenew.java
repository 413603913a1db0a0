package org.hotcut.shell.certificate;

import java.util.List;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "cert", name = "renew", description = "Orders the certificates that are due from the ACME server now.",
    detailedDescription = "They are ordered by themselves anyway, after a failure ever more seldom; this does not wait. Authorities refuse whoever asks too often.\n\n  cert:renew")
public final class CertRenew extends HotcutCommand {
    @Override
    protected void run(Services services) throws Exception {
        List<String> ordered = services.need(CertificateAdmin.class).order();
        out().println(ordered.isEmpty() ? "Nothing is due: cert:list shows how long each certificate is good for." : "Issued and in use: " + String.join(" ", ordered));
    }
}
