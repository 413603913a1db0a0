package org.hotcut.shell.account;

import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.Domain;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.sip.api.location.Location;

@Service
@Command(scope = "user", name = "list", description = "Lists users, of one domain or of all.",
    detailedDescription = "  user:list\n  user:list --after bob example.org    # goes on where the last list ended")
public final class UserList extends HotcutCommand {
    @Argument(name = "DOMAIN", description = "The domain; all unless given")
    @Completion(DomainCompleter.class)
    String name;

    @Option(name = "--after", description = "Begin after this user name")
    String after;

    @Option(name = "--most", description = "How many of a domain, at most")
    int most = 100;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        AccountAdmin accounts = services.need(AccountAdmin.class);
        Location location = services.find(Location.class);
        List<String> domains = name != null ? List.of(name) : accounts.domains().stream().map(Domain::name).toList();
        Listing listing = new Listing("address", "registrations");
        for (String domain : domains) {
            for (String user : accounts.users(domain, after, most)) {
                String address = user + '@' + domain;
                listing.row(address, location == null ? null : location.find(address).size());
            }
        }
        listing.print(out(), json, "There is no such user: user:add alice@" + (domains.isEmpty() ? "example.org" : domains.get(0)));
    }
}
