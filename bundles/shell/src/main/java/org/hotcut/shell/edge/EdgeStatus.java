package org.hotcut.shell.edge;

import java.util.Map;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Json;
import org.hotcut.shell.Services;

@Service
@Command(scope = "edge", name = "status", description = "The server on one screen: what listens, how much is going on, what is absent and why.",
    detailedDescription = "  edge:status\n  edge:status --all     # with the figures of every part\n  edge:status --json")
public final class EdgeStatus extends HotcutCommand {
    @Option(name = "--all", description = "With all figures of every part")
    boolean all;

    @Option(name = "--json", description = "As JSON, with all figures")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Map<String, Object> report = StatusReport.gather(services);
        if (json) {
            Json.print(out(), report);
            return;
        }
        new StatusText(report).lines(all).forEach(out()::println);
    }
}
