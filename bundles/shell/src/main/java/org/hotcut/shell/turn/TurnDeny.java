package org.hotcut.shell.turn;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.turn.api.TurnAdmin;

@Service
@Command(scope = "turn", name = "deny", description = "Keeps clients from reaching a network through relays.",
    detailedDescription = "What flows there ends within a second. It is put before your other rules; the first that fits decides (turn:rules).\n\n"
        + "  turn:deny mail 0.0.0.0/0 25\n  turn:deny them 198.51.100.0/24")
public final class TurnDeny extends HotcutCommand {
    @Argument(name = "NAME", description = "What you call the rule; one of that name is replaced", required = true)
    @Completion(RuleCompleter.class)
    String name;

    @Argument(index = 1, name = "NETWORK", description = "An address or a network", required = true)
    String network;

    @Argument(index = 2, name = "PORTS", description = "10000-20000 or 5060; all without it")
    String ports;

    @Override
    protected void run(Services services) throws Exception {
        services.need(TurnAdmin.class).put(name, false, network, ports == null ? "" : ports);
        out().println(RuleText.of(name, false, network, ports));
    }
}
