package org.hotcut.shell.check;

import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.Domain;
import org.hotcut.shell.Durations;
import org.hotcut.shell.Services;
import org.hotcut.shell.edge.BundleReport;
import org.hotcut.sip.api.SipStatus;

/** Looks inside: bundles, the chain, the database. */
final class ServerCheck {
    private static final long SLOW_MILLIS = 500;

    private ServerCheck() { }

    static void check(Services services, Findings findings) {
        bundles(BundleReport.gather(services), findings);
        chain(services.find(SipStatus.class), findings);
        accounts(services.find(AccountAdmin.class), findings);
    }

    static void bundles(List<Map<String, Object>> bundles, Findings findings) {
        boolean good = true;
        for (Map<String, Object> bundle : bundles) {
            List<?> problems = (List<?>) bundle.get("problems");
            if (!problems.isEmpty()) {
                good = false;
                findings.wrong(bundle.get("name") + " " + bundle.get("version") + " is not at work: "
                    + String.join("; ", problems.stream().map(String::valueOf).toList()), "");
            }
        }
        if (good) {
            findings.ok(bundles.size() + " bundles are at work");
        }
    }

    private static void chain(SipStatus sip, Findings findings) {
        if (sip == null) {
            return;
        }
        for (SipStatus.Link link : sip.chain()) {
            if (link.absent() > 0) {
                findings.wrong(link.name() + " has been absent for " + Durations.text(link.absent()) + ": requests wait eight seconds for it and are then answered 503",
                    "Start its bundle, or put the version before back with edge:rollback " + link.name() + '.');
            }
        }
    }

    private static void accounts(AccountAdmin accounts, Findings findings) {
        if (accounts == null) {
            return;
        }
        long start = System.nanoTime();
        try {
            List<Domain> domains = accounts.domains();
            long millis = (System.nanoTime() - start) / 1_000_000;
            if (millis > SLOW_MILLIS) {
                findings.note("The database took " + Durations.text(millis) + " to list the domains", "Users that were not seen lately will notice.");
            }
            if (domains.isEmpty()) {
                findings.wrong("There is no domain yet, so nobody can register", "domain:add example.org, then user:add alice@example.org");
            } else {
                findings.ok("The database answers; " + domains.size() + (domains.size() == 1 ? " domain" : " domains"));
            }
        } catch (Exception e) {
            findings.wrong("The database does not answer: " + e.getMessage(),
                "Users seen lately still register and call. Its address is in etc/org.ops4j.datasource-hotcut.cfg.");
        }
    }
}
