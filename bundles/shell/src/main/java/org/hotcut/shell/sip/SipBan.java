package org.hotcut.shell.sip;

import java.net.InetAddress;
import java.time.Duration;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "sip", name = "ban", description = "Takes nothing more from an address for a time, and closes its connections.",
    detailedDescription = "Of an IPv6 address its /64 is banned. Registered phones there are banned too, and addresses of the whitelist.\n\n"
        + "  sip:ban 192.0.2.66\n  sip:ban --minutes 1440 --reason 'toll fraud' 2001:db8::1")
public final class SipBan extends HotcutCommand {
    private static final int MOST_MINUTES = 525_600;

    @Argument(name = "ADDRESS", description = "An IPv4 or IPv6 address", required = true)
    String address;

    @Option(name = "--minutes", description = "How long, at most 525600")
    int minutes = 60;

    @Option(name = "--reason", description = "What sip:bans shows")
    String reason = "by hand";

    @Override
    protected void run(Services services) throws Exception {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new IllegalArgumentException("--minutes is 1 to " + MOST_MINUTES);
        }
        InetAddress source = BannedSource.parse(address);
        services.need(Bans.class).ban(source, Duration.ofMinutes(minutes), reason);
        out().println(BannedSource.text(source) + " is banned for " + minutes + " min");
    }
}
