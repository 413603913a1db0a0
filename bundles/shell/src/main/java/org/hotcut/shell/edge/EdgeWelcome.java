package org.hotcut.shell.edge;

import java.util.Map;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "edge", name = "welcome", description = "Says where the server listens and what the first steps are: a domain, two users, a softphone.",
    detailedDescription = "It is shown by itself at a start as long as there is no domain.\n\n  edge:welcome")
public final class EdgeWelcome extends HotcutCommand {
    @Override
    protected void run(Services services) throws Exception {
        WelcomeText text = new WelcomeText(services.status().getOrDefault("net", Map.of()), services.need(Flows.class).endpoints());
        text.listening().forEach(out()::println);
        text.firstSteps().forEach(out()::println);
    }
}
