package org.hotcut.shell.turn;

import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.hotcut.turn.api.TurnAdmin;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Completes rules of the admin. */
@Service
public final class RuleCompleter implements Completer {
    @Reference
    BundleContext bundles;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        ServiceReference<TurnAdmin> reference = bundles.getServiceReference(TurnAdmin.class);
        TurnAdmin admin = reference == null ? null : bundles.getService(reference);
        if (admin == null) {
            return -1;
        }
        try {
            List<String> names = admin.rules().stream().filter(rule -> !rule.builtIn()).map(TurnAdmin.Rule::name).toList();
            return new StringsCompleter(names).complete(session, line, candidates);
        } catch (IllegalStateException e) {
            return -1; // the command itself will say why
        } finally {
            bundles.ungetService(reference);
        }
    }
}
