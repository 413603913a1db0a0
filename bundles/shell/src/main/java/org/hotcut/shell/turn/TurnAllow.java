package org.hotcut.shell.turn;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.turn.api.TurnAdmin;

@Service
@Command(scope = "turn", name = "allow", description = "Lets clients reach a network through relays that is closed from the start, such as the media ports of a PBX.",
    detailedDescription = "An address of this server needs ports; those of its own listeners stay closed. It is put before your other rules; the first that fits decides (turn:rules).\n\n"
        + "  turn:allow pbx 10.0.0.5 10000-20000\n  turn:allow office 10.1.0.0/16\n  turn:allow pbx6 fd12:3456::5 10000-20000")
public final class TurnAllow extends HotcutCommand {
    @Argument(name = "NAME", description = "What you call the rule; one of that name is replaced", required = true)
    @Completion(RuleCompleter.class)
    String name;

    @Argument(index = 1, name = "NETWORK", description = "An address or a network", required = true)
    String network;

    @Argument(index = 2, name = "PORTS", description = "10000-20000 or 5060; all without it")
    String ports;

    @Override
    protected void run(Services services) throws Exception {
        services.need(TurnAdmin.class).put(name, true, network, ports == null ? "" : ports);
        out().println(RuleText.of(name, true, network, ports));
    }
}
