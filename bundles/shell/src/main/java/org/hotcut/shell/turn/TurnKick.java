package org.hotcut.shell.turn;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.turn.api.Relays;

@Service
@Command(scope = "turn", name = "kick", description = "Ends allocations at once: one by its number, or all of a user or of a client's address.",
    detailedDescription = "Nothing keeps the client from asking for another: user:remove and sip:ban do.\n\n  turn:kick 4711\n  turn:kick alice@example.org\n  turn:kick 192.0.2.66")
public final class TurnKick extends HotcutCommand {
    @Argument(name = "ID|USER|ADDRESS", description = "As turn:allocations shows it", required = true)
    @Completion(UserCompleter.class)
    String which;

    @Option(name = "--reason", description = "What the log says")
    String reason = "by hand";

    @Override
    protected void run(Services services) throws Exception {
        int ended = services.need(Relays.class).end(AllocationChoice.of(which), reason);
        if (ended == 0) {
            throw new IllegalArgumentException("There is no allocation of " + which + ": turn:allocations shows which there are");
        }
        out().println(ended + (ended == 1 ? " allocation has ended" : " allocations have ended"));
    }
}
