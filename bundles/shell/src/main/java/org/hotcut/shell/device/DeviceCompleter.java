package org.hotcut.shell.device;

import java.io.IOException;
import java.util.List;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.service.cm.ConfigurationAdmin;

/** Completes devices that are mapped. */
@Service
public final class DeviceCompleter implements Completer {
    @Reference
    ConfigurationAdmin configurations;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        try {
            List<String> names = new Mappings(configurations).all().stream().map(Mapping::device).distinct().toList();
            return new StringsCompleter(names).complete(session, line, candidates);
        } catch (IOException e) {
            return -1;
        }
    }
}
