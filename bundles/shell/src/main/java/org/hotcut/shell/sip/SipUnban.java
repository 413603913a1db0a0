package org.hotcut.shell.sip;

import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.ban.Ban;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "sip", name = "unban", description = "Pardons a source that is banned or slowed, or all.",
    detailedDescription = "  sip:unban 192.0.2.66\n  sip:unban 2001:db8::/64        # and the /48 it is in\n  sip:unban --all")
public final class SipUnban extends HotcutCommand {
    @Argument(name = "ADDRESS", description = "As sip:bans shows it, or any address of that source")
    @Completion(BannedSourceCompleter.class)
    String address;

    @Option(name = "--all", description = "Everybody")
    boolean all;

    @Override
    protected void run(Services services) throws Exception {
        if (all == (address != null)) {
            throw new IllegalArgumentException("Give an address, or --all");
        }
        Bans bans = services.need(Bans.class);
        if (all) {
            List<Ban> pardoned = bans.list();
            long count = pardoned.stream().map(Ban::source).distinct().filter(bans::unban).count();
            out().println(count + (count == 1 ? " source is" : " sources are") + " pardoned");
            return;
        }
        if (!bans.unban(BannedSource.parseShown(address))) {
            throw new IllegalArgumentException(address + " is neither banned nor slowed: sip:bans shows who is");
        }
        out().println(address + " is pardoned");
    }
}
