package org.hotcut.shell.sip;

import java.time.Instant;
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
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;

@Service
@Command(scope = "sip", name = "messages", description = "Lists the messages that wait for users who are away.",
    detailedDescription = "It shows from whom, for whom and how long, not what they say. sip:purge forgets them.\n\n  sip:messages\n  sip:messages --json bob@example.org")
public final class SipMessages extends HotcutCommand {
    private static final int ALL = Integer.MAX_VALUE;

    @Argument(name = "USER@DOMAIN", description = "Only those for this user")
    @Completion(UserCompleter.class)
    String address;

    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        List<StoredMessage> all = services.need(StoredMessages.class).messages(address == null ? most : ALL).toCompletableFuture().get(10, TimeUnit.SECONDS);
        Listing listing = new Listing("to", "from", "received", "bytes", "expires");
        all.stream().filter(one -> address == null || one.address().equals(address)).limit(most)
            .forEach(one -> listing.row(one.address(), one.sender(), time(one.receivedAt()), one.body().length, time(one.expiresAt())));
        listing.print(out(), json, "No message waits");
    }

    private static String time(long millis) {
        return Instant.ofEpochSecond(millis / 1_000).toString();
    }
}
