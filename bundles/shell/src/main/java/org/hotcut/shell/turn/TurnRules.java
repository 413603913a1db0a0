package org.hotcut.shell.turn;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.TurnAdmin;

@Service
@Command(scope = "turn", name = "rules", description = "Lists who may be reached through relays, in the order in which it is asked.",
    detailedDescription = "What no rule can open, then yours (builtIn: no), then what is there from the start.\n\n  turn:rules\n  turn:rules --own\n  turn:rules --json")
public final class TurnRules extends HotcutCommand {
    @Option(name = "--own", description = "Yours alone")
    boolean own;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = new Listing("name", "verdict", "network", "ports", "builtIn");
        for (TurnAdmin.Rule rule : services.need(TurnAdmin.class).rules()) {
            if (!own || !rule.builtIn()) {
                listing.row(rule.name(), rule.allow() ? "allow" : "deny", rule.network(), rule.ports(), rule.builtIn());
            }
        }
        listing.print(out(), json, "There are no rules but those that are there from the start");
        PeerPolicy policy = json ? null : services.find(PeerPolicy.class);
        Reach everybody = policy == null ? null : policy.reach(Danger.HARMLESS);
        if (everybody != null && everybody.kind() == Reach.Kind.NONE) {
            out().println("Nobody is reached now: " + everybody.rule());
        }
    }
}
