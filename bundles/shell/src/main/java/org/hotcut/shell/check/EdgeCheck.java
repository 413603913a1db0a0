package org.hotcut.shell.check;

import java.util.List;

import javax.net.ssl.SSLContext;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.Password;
import org.hotcut.shell.account.UserCompleter;

@Service
@Command(scope = "edge", name = "check", description = "Tries what a phone would and says what is wrong.",
    detailedDescription = "With a user it registers as that user for a moment and calls itself; other phones of that user may ring once.\n\n"
        + "  edge:check\n  edge:check alice@example.org            # asks for her password\n  edge:check --stdin alice@example.org    # its first line is the password")
public final class EdgeCheck extends HotcutCommand {
    @Argument(name = "USER@DOMAIN", description = "A user to register and call as")
    @Completion(UserCompleter.class)
    String user;

    @Argument(index = 1, name = "PASSWORD", description = "His password; better left out, the history keeps what is typed", censor = true)
    String password;

    @Option(name = "--stdin", description = "Read the password from the input, for scripts")
    boolean stdin;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        char[] secret = user == null ? null : Password.read(session(), password, stdin, false);
        Findings findings = new Findings();
        ServerCheck.check(services, findings);
        MachineCheck.check(findings);
        outside(services, secret, findings);
        findings.print(out(), json);
    }

    private void outside(Services services, char[] secret, Findings findings) throws Exception {
        Flows flows = services.find(Flows.class);
        Accounts accounts = services.find(Accounts.class);
        if (flows == null || accounts == null) {
            return;
        }
        List<String> domains = accounts.domains().stream().map(Domain::name).toList();
        SSLContext trust = trust(services.find(CertificateAdmin.class), findings);
        List<Endpoint> answering = new ListenerCheck(trust, findings).check(flows.endpoints(), accounts.domains());
        if (trust != null) {
            new CertificateCheck(trust, findings).check(answering, domains);
        }
        new RelayCheck(trust, Wire.PATIENCE_MILLIS, findings).check(services);
        if (user != null) {
            new CallCheck(trust, findings).check(answering, user, secret);
        }
    }

    private static SSLContext trust(CertificateAdmin certificates, Findings findings) throws Exception {
        if (certificates == null) {
            findings.wrong("certificates is absent, so TLS was not tried", "edge:status says why it is absent.");
            return null;
        }
        return Trust.of(certificates.authorityPem());
    }
}
