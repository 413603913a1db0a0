package org.hotcut.shell.access;

import java.io.IOException;
import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.service.cm.ConfigurationAdmin;

/** Completes trusted sources. */
@Service
public final class SourceCompleter implements Completer {
    @Reference
    ConfigurationAdmin configurations;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        try {
            List<String> rules = new TrustedList(configurations).rules().stream().map(AccessRule::toString).toList();
            return new StringsCompleter(rules).complete(session, line, candidates);
        } catch (IOException e) {
            return -1;
        }
    }
}
