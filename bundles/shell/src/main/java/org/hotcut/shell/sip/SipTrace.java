package org.hotcut.shell.sip;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.sip.api.SipStatus;

@Service
@Command(scope = "sip", name = "trace", description = "Shows messages of a user or a peer as they come and go, until Ctrl-C.",
    detailedDescription = "  sip:trace alice@example.org\n  sip:trace --seconds 10 192.0.2.7\n  sip:trace '*'")
public final class SipTrace extends HotcutCommand {
    private static final long LOOK_EVERY_MILLIS = 200;

    @Argument(name = "ADDRESS", description = "alice@example.org in From, To or Request-URI, or a peer's address; * for everything", required = true)
    @Completion(UserCompleter.class)
    String address;

    @Option(name = "--seconds", description = "How long, at most 600")
    int seconds = 600;

    @Override
    protected void run(Services services) throws Exception {
        SipStatus sip = services.need(SipStatus.class);
        int trace = sip.trace(address);
        long end = System.nanoTime() + Math.min(seconds, 600) * 1_000_000_000L;
        try {
            while (System.nanoTime() < end && services.isCurrent()) {
                // Ctrl-C in the console interrupts this thread
                Thread.sleep(LOOK_EVERY_MILLIS);
                sip.traced(trace).forEach(message -> out().println(message.replace("\r\n", "\n")));
                out().flush();
            }
        } catch (InterruptedException e) {
            out().println("Trace of " + address + " ended");
        } finally {
            sip.untrace(trace);
        }
    }
}
