package org.hotcut.shell.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.DomainCompleter;

@Service
@Command(scope = "cert", name = "request", description = "Makes a key and a request (CSR) for your authority to sign.",
    detailedDescription = "What is presented does not change until the answer is there: cert:import it.\n\n"
        + "  cert:request sip.example.org example.org\n  cert:import /tmp/answer.pem")
public final class CertRequest extends HotcutCommand {
    @Argument(name = "DOMAIN", description = "The names it is to be good for", required = true, multiValued = true)
    @Completion(DomainCompleter.class)
    List<String> names = new ArrayList<>();

    @Override
    protected void run(Services services) throws Exception {
        Path file = services.need(CertificateAdmin.class).request(names);
        out().println("The request is " + file + "; its key stays beside it. Have it signed, then: cert:import ANSWER.pem");
        out().print(Files.readString(file));
    }
}
