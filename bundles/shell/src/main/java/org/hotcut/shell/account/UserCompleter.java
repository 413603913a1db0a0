package org.hotcut.shell.account;

import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.Domain;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Completes users of our domains, the first hundred of each. */
@Service
public final class UserCompleter implements Completer {
    private static final int MOST = 100;

    @Reference
    BundleContext bundles;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        ServiceReference<AccountAdmin> reference = bundles.getServiceReference(AccountAdmin.class);
        AccountAdmin accounts = reference == null ? null : bundles.getService(reference);
        if (accounts == null) {
            return -1;
        }
        try {
            StringsCompleter users = new StringsCompleter();
            for (Domain domain : accounts.domains()) {
                accounts.users(domain.name(), null, MOST).forEach(user -> users.getStrings().add(user + '@' + domain.name()));
            }
            return users.complete(session, line, candidates);
        } catch (Exception e) {
            // the database is away: there is nothing to offer, and the command itself will say so
            return -1;
        } finally {
            bundles.ungetService(reference);
        }
    }
}
