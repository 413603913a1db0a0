package org.hotcut.shell.account;

import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Completes our domains. */
@Service
public final class DomainCompleter implements Completer {
    @Reference
    BundleContext bundles;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        ServiceReference<Accounts> reference = bundles.getServiceReference(Accounts.class);
        Accounts accounts = reference == null ? null : bundles.getService(reference);
        if (accounts == null) {
            return -1;
        }
        try {
            List<String> names = accounts.domains().stream().map(Domain::name).toList();
            return new StringsCompleter(names).complete(session, line, candidates);
        } finally {
            bundles.ungetService(reference);
        }
    }
}
