package org.hotcut.shell.dns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Json;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.DomainCompleter;
import org.hotcut.shell.turn.TurnListeners;

@Service
@Command(scope = "dns", name = "records", description = "Prints what to publish in DNS for our domains, as lines of a zone file.",
    detailedDescription = "By the listeners that are open to others, with the address and port that they advertise.\n\n"
        + "  dns:records\n  dns:records example.org\n  dns:records --host edge.example.org    # the host's name, when the machine does not know it")
public final class DnsRecords extends HotcutCommand {
    @Argument(name = "DOMAIN", description = "One of our domains; all without it")
    @Completion(DomainCompleter.class)
    String domain;

    @Option(name = "--host", description = "Name of this host for SRV records; the machine's own without it")
    String host;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Zone zone = new Zone(Site.look(services.need(Flows.class).endpoints(), TurnListeners.open(services), host));
        Map<String, Zone.Lines> all = new LinkedHashMap<>();
        OurDomains.named(services, domain).forEach(one -> all.put(one, zone.lines(one)));
        if (json) {
            Json.print(out(), maps(all));
            return;
        }
        if (all.isEmpty()) {
            out().println("There is no domain yet: domain:add example.org");
        }
        text(all).forEach(out()::println);
    }

    static List<String> text(Map<String, Zone.Lines> all) {
        List<String> text = new ArrayList<>();
        Set<Zone.Line> printed = new HashSet<>();
        all.forEach((name, lines) -> {
            text.add("; " + name);
            lines.remarks().forEach(remark -> text.add("; " + remark));
            // several domains lead to the same host
            lines.records().stream().filter(printed::add).map(Zone.Line::toString).forEach(text::add);
        });
        return text;
    }

    private static List<Map<String, Object>> maps(Map<String, Zone.Lines> all) {
        List<Map<String, Object>> maps = new ArrayList<>();
        all.forEach((name, lines) -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("domain", name);
            map.put("records", lines.records().stream().map(DnsRecords::map).toList());
            map.put("remarks", lines.remarks());
            maps.add(map);
        });
        return maps;
    }

    private static Map<String, Object> map(Zone.Line line) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", line.name());
        map.put("ttl", line.seconds());
        map.put("type", line.type());
        map.put("data", line.data());
        return map;
    }
}
