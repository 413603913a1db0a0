package org.hotcut.shell.sip;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;

@Service
@Command(scope = "sip", name = "subscriptions", description = "Lists who wants to know what.",
    detailedDescription = "expiresIn is in seconds; by is the line to the watcher, or none when his Contact leads to him.\n\n"
        + "  sip:subscriptions\n  sip:subscriptions --json alice@example.org")
public final class SipSubscriptions extends HotcutCommand {
    private static final int ALL = Integer.MAX_VALUE;

    @Argument(name = "USER@DOMAIN", description = "Only those about this user, and his own")
    @Completion(UserCompleter.class)
    String address;

    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        List<Subscription> all = services.need(Subscriptions.class).subscriptions(address == null ? most : ALL).toCompletableFuture().get(10, TimeUnit.SECONDS);
        Listing listing = new Listing("watcher", "event", "address", "contact", "by", "expiresIn");
        long now = System.currentTimeMillis();
        all.stream().filter(one -> address == null || one.address().equals(address) || one.watcher().equals(address)).limit(most)
            .forEach(one -> listing.row(one.watcher(), one.eventPackage(), one.address(), one.contact(), one.flow() == null ? null : one.flow().toString(),
                Math.max(0, (one.expiresAt() - now) / 1_000)));
        listing.print(out(), json, "Nobody has subscribed");
    }
}
