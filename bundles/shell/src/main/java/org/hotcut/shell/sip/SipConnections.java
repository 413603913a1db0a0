package org.hotcut.shell.sip;

import java.util.Collection;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.sip.api.location.Location;

@Service
@Command(scope = "sip", name = "connections", description = "Lists the connections that are open.",
    detailedDescription = "waiting: yes means that it is not read because a bundle is being swapped.\n\n  sip:connections\n  sip:connections --json")
public final class SipConnections extends HotcutCommand {
    @Option(name = "--most", description = "How many, at most")
    int most = 1_000;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Collection<FlowInfo> flows = services.need(Flows.class).list();
        Location location = services.find(Location.class);
        Listing listing = new Listing("id", "peer", "listener", "outgoing", "age", "in", "out", "security", "waiting", "users");
        long now = System.currentTimeMillis();
        for (FlowInfo info : flows.stream().limit(most).toList()) {
            Object age = json ? (Object) (now - info.openedAt()) : Durations.text(now - info.openedAt());
            listing.row(Long.toUnsignedString(info.flow().id(), 16), info.flow().toString(), info.flow().endpoint(), info.outgoing(), age, info.bytesIn(), info.bytesOut(),
                info.security(), info.waiting(), location == null ? null : location.byFlow(info.flow().id()).stream().map(one -> one.address()).toList());
        }
        listing.print(out(), json, "There is no connection");
        if (!json && flows.size() > most) {
            out().println("... and " + (flows.size() - most) + " more: --most N shows more");
        }
    }
}
