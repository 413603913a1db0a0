package org.hotcut.shell.sip;

import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.hotcut.core.api.ban.Bans;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Completes sources that are banned or slowed. */
@Service
public final class BannedSourceCompleter implements Completer {
    private static final int MOST = 1_000;

    @Reference
    BundleContext bundles;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        ServiceReference<Bans> reference = bundles.getServiceReference(Bans.class);
        Bans bans = reference == null ? null : bundles.getService(reference);
        if (bans == null) {
            return -1;
        }
        try {
            List<String> sources = bans.list().stream().map(BannedSource::text).distinct().limit(MOST).toList();
            return new StringsCompleter(sources).complete(session, line, candidates);
        } finally {
            bundles.ungetService(reference);
        }
    }
}
