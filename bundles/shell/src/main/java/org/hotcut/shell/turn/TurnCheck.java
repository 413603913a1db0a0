package org.hotcut.shell.turn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.MachineAddresses;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Json;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Relays;
import org.hotcut.turn.api.TurnAdmin;

@Service
@Command(scope = "turn", name = "check", description = "Says what clients may reach through relays at an address, and by which rule.",
    detailedDescription = "Nothing is sent. Without ADDRESS: what an attacker would try, loopback, clouds' metadata, private networks and this server itself in every spelling.\n\n"
        + "  turn:check\n  turn:check --all\n  turn:check 10.0.0.5\n  turn:check 10.0.0.5 12000\n  turn:check 64:ff9b::a00:5")
public final class TurnCheck extends HotcutCommand {
    @Argument(name = "ADDRESS", description = "An IPv4 or IPv6 address in any spelling")
    String address;

    @Argument(index = 1, name = "PORT", description = "One port of it; all without it")
    String port;

    @Option(name = "--all", description = "Without ADDRESS: what cannot be reached too")
    boolean all;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Relays relays = services.find(Relays.class);
        PeerReport report = new PeerReport(services.need(PeerPolicy.class), relays);
        if (address == null) {
            List<Map.Entry<String, PeerReport.Answer>> answers = SelfTest.ask(report, MachineAddresses.all(), relays == null ? List.of() : relays.addresses(),
                services.need(Flows.class).listening());
            print(answers);
            opened(services.find(TurnAdmin.class));
            return;
        }
        PeerReport.Answer answer = report.ask(address, PeerAddress.parse(address), PeerAddress.port(port));
        if (json) {
            Json.print(out(), map(answer));
        } else {
            out().println(answer.address() + ": " + answer.what() + " may be reached");
            out().println("by: " + answer.rule());
        }
    }

    private void print(List<Map.Entry<String, PeerReport.Answer>> answers) {
        Listing listing = new Listing("what", "address", "reachable", "open", "rule");
        List<Map.Entry<String, PeerReport.Answer>> open = answers.stream().filter(one -> one.getValue().isReachable()).toList();
        (all || json ? answers : open).forEach(one -> listing.row(one.getKey(), one.getValue().address(), one.getValue().isReachable(), one.getValue().what(), one.getValue().rule()));
        if (all || json || !open.isEmpty()) {
            listing.print(out(), json, "");
        }
        if (!json) {
            out().println(answers.size() + " tried: loopback, clouds' metadata, private networks, this server and its listeners, in every spelling. " + sum(open.size()));
        }
    }

    private void opened(TurnAdmin admin) {
        List<String> rules = json || admin == null ? List.of()
            : admin.rules().stream().filter(rule -> !rule.builtIn() && rule.allow()).map(rule -> (rule.name() + ' ' + rule.network() + ' ' + rule.ports()).strip()).toList();
        if (!rules.isEmpty()) {
            out().println("Your rules allow: " + String.join(", ", rules));
        }
    }

    private static String sum(int open) {
        return open == 0 ? "Nothing of this can be reached through a relay."
            : open + (open == 1 ? " can be reached through a relay, by a rule of yours." : " can be reached through a relay, by rules of yours.");
    }

    private static Map<String, Object> map(PeerReport.Answer answer) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("address", answer.address());
        map.put("reachable", answer.isReachable());
        map.put("open", answer.what());
        map.put("rule", answer.rule());
        return map;
    }
}
