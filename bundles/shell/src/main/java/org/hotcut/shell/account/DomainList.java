package org.hotcut.shell.account;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;

@Service
@Command(scope = "domain", name = "list", description = "Lists our domains.", detailedDescription = "  domain:list\n  domain:list --json")
public final class DomainList extends HotcutCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = new Listing("domain", "realm", "offers");
        for (Domain domain : services.need(AccountAdmin.class).domains()) {
            listing.row(domain.name(), domain.realm(), domain.offers().stream().map(DigestAlgorithm::token).toList());
        }
        listing.print(out(), json, "There is no domain yet: domain:add example.org");
    }
}
