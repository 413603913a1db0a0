package org.hotcut.shell.access;

import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.osgi.service.cm.ConfigurationAdmin;

@Service
@Command(scope = "access", name = "remove", description = "No longer believes a source without a password.",
    detailedDescription = "Give what access:list shows.\n\n  access:remove 192.0.2.7 5060 tls\n  access:remove 127.0.0.1")
public final class AccessRemove extends HotcutCommand {
    @Argument(name = "ADDRESS[/PREFIX]", description = "As access:list shows it", required = true)
    @Completion(SourceCompleter.class)
    String source;

    @Argument(index = 1, name = "PORT", description = "As access:list shows it")
    String port;

    @Argument(index = 2, name = "TRANSPORT", description = "As access:list shows it")
    String transport;

    @Override
    protected void run(Services services) throws Exception {
        String typed = source + (port == null ? "" : ' ' + port) + (transport == null ? "" : ' ' + transport);
        AccessRule rule = AccessRule.stored(typed);
        TrustedList list = new TrustedList(services.need(ConfigurationAdmin.class));
        List<AccessRule> rules = new ArrayList<>(list.rules());
        if (!rules.remove(rule)) {
            throw new IllegalArgumentException(rule + " is not in the list: access:list shows what is");
        }
        list.set(rules);
        out().println(rule + " is no longer trusted");
    }
}
