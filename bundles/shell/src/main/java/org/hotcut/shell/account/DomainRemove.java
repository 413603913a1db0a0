package org.hotcut.shell.account;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "domain", name = "remove", description = "Gives up a domain, with all its users.",
    detailedDescription = "  domain:remove example.org\n  domain:remove --users example.org    # although it still has users")
public final class DomainRemove extends HotcutCommand {
    @Argument(name = "DOMAIN", description = "The domain", required = true)
    @Completion(DomainCompleter.class)
    String name;

    @Option(name = "--users", description = "Remove its users too")
    boolean users;

    @Override
    protected void run(Services services) throws Exception {
        AccountAdmin accounts = services.need(AccountAdmin.class);
        if (!users && !accounts.users(name, null, 1).isEmpty()) {
            throw new IllegalArgumentException(name + " still has users: domain:remove --users " + name + " removes them too");
        }
        accounts.removeDomain(name);
        out().println("Domain " + name + " is gone");
    }
}
