package org.hotcut.shell.sip;

import java.util.List;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.ban.Ban;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;

@Service
@Command(scope = "sip", name = "bans", description = "Lists the sources that are banned or slowed, and why.",
    detailedDescription = "what: all, or udp when only what comes by UDP is meant, where anybody can write any sender.\n\n  sip:bans\n  sip:bans --json")
public final class SipBans extends HotcutCommand {
    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        List<Ban> bans = services.need(Bans.class).list();
        Listing listing = new Listing("source", "state", "what", "left", "times", "reason");
        long now = System.currentTimeMillis();
        bans.stream().limit(most).forEach(ban -> {
            long left = Math.max(0, ban.until() - now);
            listing.row(BannedSource.text(ban), ban.banned() ? "banned" : "slowed", ban.datagramOnly() ? "udp" : "all",
                json ? (Object) (left / 1_000) : Durations.text(left), ban.times(), ban.reason());
        });
        listing.print(out(), json, "Nobody is banned or slowed");
        if (!json && bans.size() > most) {
            out().println("... and " + (bans.size() - most) + " more: --most N shows more");
        }
    }
}
