package org.hotcut.shell.edge;

import java.util.Arrays;
import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.BundleContext;

/** Completes the names of our bundles. */
@Service
public final class BundleCompleter implements Completer {
    @Reference
    BundleContext bundles;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = Arrays.stream(bundles.getBundles()).filter(bundle -> bundle.getHeaders("").get("Hotcut-Role") != null)
            .map(bundle -> BundleReport.shortName(bundle.getSymbolicName())).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
