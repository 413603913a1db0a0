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
    detailedDescription = "sent, packets and bytes, is from the client to its peers, received from them to it. As JSON, age is in milliseconds, expiresIn in seconds.\n\n"
        + "  turn:allocations\n  turn:allocations alice@example.org\n  turn:allocations --json")
public final class TurnAllocations extends HotcutCommand {
    private static final long KILO = 1_000;

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
        return json ? forPrograms(allocations, now) : forPeople(allocations, now);
    }

    private static Listing forPrograms(List<AllocationInfo> allocations, long now) {
        Listing listing = new Listing("id", "client", "username", "account", "relayed", "bound", "tcp", "age", "expiresIn", "permissions", "channels", "packetsSent", "bytesSent",
            "packetsReceived", "bytesReceived", "packetsDropped");
        for (AllocationInfo one : allocations) {
            listing.row(one.id(), one.client().toString(), one.username(), one.account(), texts(one.relayed()), texts(one.bound()), one.tcp(), now - one.since(),
                Math.max(0, one.expires() - now) / 1_000, one.permissions().stream().map(Addresses::text).toList(), one.channels(), one.packetsSent(), one.bytesSent(),
                one.packetsReceived(), one.bytesReceived(), one.packetsDropped());
        }
        return listing;
    }

    private static Listing forPeople(List<AllocationInfo> allocations, long now) {
        Listing listing = new Listing("id", "client", "account", "relayed", "age", "expiresIn", "permissions", "channels", "sent", "received", "dropped");
        for (AllocationInfo one : allocations) {
            String bound = one.bound().equals(one.relayed()) ? "" : " (" + String.join(" ", texts(one.bound())) + ')';
            listing.row(one.id(), one.client().toString(), one.account(), String.join(" ", texts(one.relayed())) + bound + (one.tcp() ? " tcp" : ""),
                Durations.text(Math.max(0, now - one.since())), Durations.text(Math.max(0, one.expires() - now)), one.permissions().stream().map(Addresses::text).toList(),
                one.channels(), traffic(one.packetsSent(), one.bytesSent()), traffic(one.packetsReceived(), one.bytesReceived()), one.packetsDropped());
        }
        return listing;
    }

    /** Returns packets and bytes, {@code 234, 23 kB}. */
    static String traffic(long packets, long bytes) {
        String volume = bytes < KILO * KILO ? bytes / KILO + " kB" : bytes < KILO * KILO * KILO ? bytes / (KILO * KILO) + " MB" : bytes / (KILO * KILO * KILO) + " GB";
        return packets + ", " + (bytes < KILO ? bytes + " B" : volume);
    }

    private static List<String> texts(List<InetSocketAddress> addresses) {
        return addresses.stream().map(one -> Addresses.text(Addresses.text(one.getAddress()), one.getPort())).toList();
    }
}
