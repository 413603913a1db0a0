package org.hotcut.shell.turn;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.turn.api.Relays;

@Service
@Command(scope = "turn", name = "drain", description = "Makes no further allocations, before maintenance, or makes them again; those that are there live on.",
    detailedDescription = "Clients that ask get 508 and go to another server. It stays so after a restart. Without an argument: how it is.\n\n  turn:drain on\n  turn:drain off\n  turn:drain")
public final class TurnDrain extends HotcutCommand {
    @Argument(name = "on|off", description = "Whether to")
    @Completion(value = StringsCompleter.class, values = {"on", "off"})
    String state;

    @Override
    protected void run(Services services) throws Exception {
        Relays relays = services.need(Relays.class);
        if (state != null) {
            relays.drain(isOn(state));
        }
        int left = relays.allocations().size();
        out().println(!relays.isDraining() ? "Allocations are made" : "No further allocations are made; " + (left == 1 ? "1 lives" : left + " live") + " on");
    }

    private static boolean isOn(String state) {
        return switch (state) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException(state + " is neither on nor off");
        };
    }
}
