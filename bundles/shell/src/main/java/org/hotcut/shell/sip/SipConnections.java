package org.hotcut.shell.sip;

import java.util.Collection;
import java.util.Locale;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.sip.api.location.Location;

@Service
@Command(scope = "sip", name = "connections", description = "Lists the connections that are open.",
    detailedDescription = "waiting: yes means that it is not read because a bundle is being swapped.\n"
        + "certificate: whom the peer's certificate proves, and how; nobody when it shows one that proves nothing here.\n\n  sip:connections\n  sip:connections --json")
public final class SipConnections extends HotcutCommand {
    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Flows net = services.need(Flows.class);
        Collection<FlowInfo> flows = net.list();
        Location location = services.find(Location.class);
        Listing listing = new Listing("id", "peer", "listener", "outgoing", "age", "in", "out", "security", "waiting", "users", "certificate");
        long now = System.currentTimeMillis();
        for (FlowInfo info : flows.stream().limit(most).toList()) {
            Object age = json ? (Object) (now - info.openedAt()) : Durations.text(now - info.openedAt());
            listing.row(Long.toUnsignedString(info.flow().id(), 16), info.flow().toString(), info.flow().endpoint(), info.outgoing(), age, info.bytesIn(), info.bytesOut(),
                info.security(), info.waiting(), location == null ? null : location.byFlow(info.flow().id()).stream().map(one -> one.address()).toList(),
                certificate(info, net.verdict(info.flow())));
        }
        listing.print(out(), json, "There is no connection");
        if (!json && flows.size() > most) {
            out().println("... and " + (flows.size() - most) + " more: --most N shows more");
        }
    }

    private static Object certificate(FlowInfo info, Verdict verdict) {
        if (verdict == null || verdict.identities().isEmpty()) {
            return info.peerChain().isEmpty() ? null : "nobody";
        }
        return verdict.identities().stream().map(one -> one.kind().name().toLowerCase(Locale.ROOT) + ' ' + one.name() + " (" + one.how() + ')').toList();
    }
}
