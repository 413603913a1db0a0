package org.hotcut.shell.access;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.osgi.service.cm.ConfigurationAdmin;

@Service
@Command(scope = "access", name = "list", description = "Lists the sources that are believed without a password.",
    detailedDescription = "  access:list\n  access:list --json")
public final class AccessList extends HotcutCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = new Listing("source", "port", "transport");
        for (AccessRule rule : new TrustedList(services.need(ConfigurationAdmin.class)).rules()) {
            listing.row(rule.source(), rule.port() == 0 ? "any" : rule.port(), rule.transport().isEmpty() ? "any" : rule.transport());
        }
        listing.print(out(), json, "Nobody is believed without a proof");
    }
}
