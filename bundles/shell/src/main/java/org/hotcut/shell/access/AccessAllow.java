package org.hotcut.shell.access;

import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.osgi.service.cm.ConfigurationAdmin;

@Service
@Command(scope = "access", name = "allow", description = "Believes a source without a password, whoever it speaks for: a PBX, a gateway.",
    detailedDescription = "  access:allow 192.0.2.7 5060 tls\n  access:allow 2001:db8::/64 tcp\n  access:allow 127.0.0.1\n  access:allow tls:pbx.example.net")
public final class AccessAllow extends HotcutCommand {
    @Argument(name = "ADDRESS[/PREFIX]", description = "An address or a network, or tls:NAME: whoever proves that name by a certificate", required = true)
    String source;

    @Argument(index = 1, name = "PORT", description = "The port it sends from; any unless given")
    String port;

    @Argument(index = 2, name = "TRANSPORT", description = "udp, tcp, tls, ws or wss; any unless given")
    String transport;

    @Override
    protected void run(Services services) throws Exception {
        AccessRule rule = AccessRule.of(source, port, transport);
        TrustedList list = new TrustedList(services.need(ConfigurationAdmin.class));
        List<AccessRule> rules = new ArrayList<>(list.rules());
        if (rules.contains(rule)) {
            out().println(rule + " is trusted already");
            return;
        }
        rules.add(rule);
        list.set(rules);
        out().println(rule + " is trusted now: it may call and register for anybody");
        if (rule.canBeForged()) {
            out().println("Beware: over UDP anybody can send under that address unless the network keeps him from it. With tcp or tls as the transport he cannot.");
        }
    }
}
