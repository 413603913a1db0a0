package org.hotcut.shell.turn;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.turn.api.TurnAdmin;

@Service
@Command(scope = "turn", name = "forget", description = "Takes back a rule of turn:allow or turn:deny.",
    detailedDescription = "What only that rule allowed ends within a second.\n\n  turn:forget pbx")
public final class TurnForget extends HotcutCommand {
    @Argument(name = "NAME", description = "As turn:rules shows it", required = true)
    @Completion(RuleCompleter.class)
    String name;

    @Override
    protected void run(Services services) throws Exception {
        if (!services.need(TurnAdmin.class).remove(name)) {
            throw new IllegalArgumentException("There is no rule " + name + " of yours: turn:rules --own shows which there are");
        }
        out().println(name + " is forgotten");
    }
}
