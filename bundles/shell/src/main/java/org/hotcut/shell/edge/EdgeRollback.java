package org.hotcut.shell.edge;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.hotcut.core.api.upgrade.Report;
import org.hotcut.core.api.upgrade.Upgrade;
import org.hotcut.core.api.upgrade.Upgrades;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;

@Service
@Command(scope = "edge", name = "rollback", description = "Puts back what was in force before the last update of a bundle.",
    detailedDescription = "  edge:rollback             # what can be rolled back, and what was tried\n  edge:rollback sip-proxy")
public final class EdgeRollback extends HotcutCommand {
    @Argument(name = "BUNDLE", description = "Its name; without one, what was updated is listed")
    @Completion(BundleCompleter.class)
    String bundle;

    @Option(name = "--state", description = "Also when it is a state or api bundle")
    boolean state;

    @Option(name = "--json", description = "The list as JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Upgrades upgrades = services.need(Upgrades.class);
        if (bundle == null) {
            list(upgrades);
            return;
        }
        Report report = upgrades.rollback(bundle, state, out()::println);
        UpgradeText.lines(report).forEach(out()::println);
        if (!UpgradeText.isGood(report)) {
            throw new CommandException(bundle + " was not rolled back");
        }
    }

    private void list(Upgrades upgrades) {
        Listing listing = json ? new Listing("at", "bundle", "from", "to", "outcome", "message") : new Listing("at", "bundle", "from", "to", "outcome");
        for (Upgrade one : upgrades.history()) {
            Object[] cells = {one.at().truncatedTo(ChronoUnit.SECONDS), BundleReport.shortName(one.bundle()), one.from(), one.to(), one.outcome(), one.message()};
            listing.row(json ? cells : Arrays.copyOf(cells, 5));
        }
        listing.print(out(), json, "Nothing has been updated");
    }
}
