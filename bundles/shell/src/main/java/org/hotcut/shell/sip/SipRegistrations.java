package org.hotcut.shell.sip;

import java.util.Collection;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;

@Service
@Command(scope = "sip", name = "registrations", description = "Lists who is registered and where.",
    detailedDescription = "expiresIn is in seconds. reachable: no means that its connection has closed and the phone has not come back yet.\n\n"
        + "  sip:registrations\n  sip:registrations --json alice@example.org")
public final class SipRegistrations extends HotcutCommand {
    @Argument(name = "USER@DOMAIN", description = "Only this address")
    @Completion(UserCompleter.class)
    String address;

    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Location location = services.need(Location.class);
        Collection<Binding> bindings = address == null ? location.all() : location.find(address);
        Listing listing = new Listing("address", "contact", "line", "behindNat", "reachable", "expiresIn", "q", "userAgent");
        long now = System.currentTimeMillis();
        bindings.stream().limit(most).forEach(one -> listing.row(one.address(), one.contact(), one.flow().toString(), one.natted(), one.reachable(),
            Math.max(0, (one.expiresAt() - now) / 1_000), one.q() / 1_000.0, one.userAgent()));
        listing.print(out(), json, address == null ? "Nobody is registered" : address + " is not registered");
        if (!json && bindings.size() > most) {
            out().println("... and " + (bindings.size() - most) + " more: --most N shows more");
        }
    }
}
