package org.hotcut.shell.certificate;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.certificate.CertificateEntry;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "cert", name = "reload", description = "Looks at the files of certificates now (they are looked at once a minute anyway).",
    detailedDescription = "New connections get the new certificate, connections that are up stay. What is not usable is said, and the one before stays.\n\n  cert:reload")
public final class CertReload extends HotcutCommand {
    @Override
    protected void run(Services services) throws Exception {
        CertificateAdmin admin = services.need(CertificateAdmin.class);
        out().println(admin.reload() ? "New connections are shown other certificates now (cert:list)." : "New connections are shown the same certificates as before.");
        for (CertificateEntry one : admin.entries()) {
            if (!one.note().isEmpty()) {
                out().println(one.name() + ": " + one.note());
            }
        }
    }
}
