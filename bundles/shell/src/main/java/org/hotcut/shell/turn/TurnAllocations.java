package org.hotcut.shell.turn;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.Addresses;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Relays;

@Service
@Command(scope = "turn", name = "allocations", description = "Lists who has a relay, and what goes through it.",
    detailedDescription = "sent is from the client to its peers, received from them to it. As JSON, expiresIn is in seconds.\n\n"
        + "  turn:allocations\n  turn:allocations alice@example.org\n  turn:allocations --json")
public final class TurnAllocations extends HotcutCommand {
    @Argument(name = "ID|USER|ADDRESS", description = "Only these; all without it")
    @Completion(UserCompleter.class)
    String which;

    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Predicate<AllocationInfo> meant = which == null ? one -> true : AllocationChoice.of(which);
        Relays relays = services.need(Relays.class);
        List<AllocationInfo> all = relays.allocations().stream().filter(meant).toList();
        listing(all.subList(0, Math.min(Math.max(most, 0), all.size())), json, System.currentTimeMillis()).print(out(), json,
            which == null ? "There is no allocation" : "There is no allocation of " + which);
        if (!json && all.size() > most) {
            out().println("... and " + (all.size() - most) + " more: --most N shows more");
        }
        if (!json && relays.isDraining()) {
            out().println("No further ones are made: turn:drain off ends that");
        }
    }

    static Listing listing(List<AllocationInfo> allocations, boolean json, long now) {
        Listing listing = new Listing("id", "client", "account", "relayed", "bound", "tcp", "age", "expiresIn", "permissions", "channels", "packetsSent", "bytesSent",
            "packetsReceived", "bytesReceived", "packetsDropped");
        for (AllocationInfo one : allocations) {
            long left = Math.max(0, one.expires() - now);
            List<String> bound = one.bound().equals(one.relayed()) && !json ? List.of() : texts(one.bound());
            listing.row(one.id(), one.client().toString(), one.account(), texts(one.relayed()), bound, one.tcp(),
                json ? (Object) (now - one.since()) : Durations.text(now - one.since()), json ? (Object) (left / 1_000) : Durations.text(left),
                one.permissions().stream().map(Addresses::text).toList(), one.channels(), one.packetsSent(), one.bytesSent(), one.packetsReceived(), one.bytesReceived(),
                one.packetsDropped());
        }
        return listing;
    }

    private static List<String> texts(List<InetSocketAddress> addresses) {
        return addresses.stream().map(one -> Addresses.text(Addresses.text(one.getAddress()), one.getPort())).toList();
    }
}
