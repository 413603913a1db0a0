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
@Command(scope = "sip", name = "chain", description = "Shows who decides about requests, in order.",
    detailedDescription = "Requests wait for a handler that is absent, eight seconds at most; it is never skipped.\n\n  sip:chain\n  sip:chain --json")
public final class SipChain extends HotcutCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = new Listing("name", "bundle", "absent", "waiting");
        for (SipStatus.Link link : services.need(SipStatus.class).chain()) {
            Object absent = json ? (Object) link.absent() : link.absent() == 0 ? "" : Durations.text(link.absent());
            listing.row(link.name(), link.bundle(), absent, link.parked());
        }
        listing.print(out(), json, "The chain is empty: every request is answered 500");
    }
}
