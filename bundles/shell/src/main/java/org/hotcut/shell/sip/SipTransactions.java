package org.hotcut.shell.sip;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.hotcut.sip.api.SipStatus;

@Service
@Command(scope = "sip", name = "transactions", description = "Lists requests that have no final answer yet, the oldest first: calls that ring, requests that wait.",
    detailedDescription = "  sip:transactions\n  sip:transactions --json")
public final class SipTransactions extends HotcutCommand {
    @Option(name = "--most", description = "How many, at most")
    int most = 200;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = new Listing("method", "state", "from", "to", "line", "branches", "age", "id");
        for (SipStatus.Exchange one : services.need(SipStatus.class).exchanges(most)) {
            Object age = json ? (Object) one.millis() : Durations.text(one.millis());
            listing.row(one.method(), one.state(), one.from(), one.to(), one.source(), one.branches(), age, one.id());
        }
        listing.print(out(), json, "Nothing is going on");
    }
}
