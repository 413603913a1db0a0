package org.hotcut.shell.sip;

import java.util.concurrent.TimeUnit;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.sip.api.event.StoredMessages;

@Service
@Command(scope = "sip", name = "purge", description = "Forgets the messages that wait for a user who is away.",
    detailedDescription = "They are lost; their senders were told that they were accepted.\n\n  sip:purge bob@example.org\n  sip:purge --all")
public final class SipPurge extends HotcutCommand {
    @Argument(name = "USER@DOMAIN", description = "For whom")
    @Completion(UserCompleter.class)
    String address;

    @Option(name = "--all", description = "For everybody")
    boolean all;

    @Override
    protected void run(Services services) throws Exception {
        if (all == (address != null)) {
            throw new IllegalArgumentException("Say for whom, or --all");
        }
        int gone = services.need(StoredMessages.class).purge(address).toCompletableFuture().get(10, TimeUnit.SECONDS);
        out().println(gone == 1 ? "1 message is forgotten" : gone + " messages are forgotten");
    }
}
