package org.hotcut.shell.account;

import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "domain", name = "add", description = "Makes this server responsible for a domain.",
    detailedDescription = "The domain takes effect at once and the certificate is issued anew with its name.\n\n"
        + "  domain:add example.org\n  domain:add --realm telephony --offer SHA-256 --offer MD5 example.org")
public final class DomainAdd extends HotcutCommand {
    @Argument(name = "DOMAIN", description = "What stands after the @ of its users", required = true)
    String name;

    @Option(name = "--realm", description = "The realm passwords are hashed with; the domain itself unless given. It cannot be changed later.")
    String realm;

    @Option(name = "--offer", description = "MD5, SHA-256 or SHA-512-256; several times, preferred first. MD5 unless given: many phones know no other.",
        multiValued = true)
    @Completion(AlgorithmCompleter.class)
    List<String> offers = new ArrayList<>();

    @Override
    protected void run(Services services) throws Exception {
        List<DigestAlgorithm> algorithms = offers.stream().map(DomainAdd::algorithm).toList();
        services.need(AccountAdmin.class).addDomain(name, realm, algorithms);
        out().println("Domain " + name + " is here. Next: user:add somebody@" + name);
    }

    private static DigestAlgorithm algorithm(String token) {
        DigestAlgorithm algorithm = DigestAlgorithm.of(token);
        if (algorithm == null) {
            throw new IllegalArgumentException(token + " is not MD5, SHA-256 or SHA-512-256");
        }
        return algorithm;
    }
}
