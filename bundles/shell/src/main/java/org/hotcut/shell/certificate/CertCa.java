package org.hotcut.shell.certificate;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "cert", name = "ca", description = "Prints the authority's certificate, for phones to trust.",
    detailedDescription = "Save it as a .pem or .crt file and install it in the phone as a trusted authority.\n\n  cert:ca\n  bin/hotcut client cert:ca > hotcut-ca.pem")
public final class CertCa extends HotcutCommand {
    @Override
    protected void run(Services services) throws Exception {
        out().println(services.need(CertificateAdmin.class).authorityPem().strip());
    }
}
