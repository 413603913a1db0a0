package org.hotcut.shell.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Flows;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What is printed for whoever started the server: where it listens, what keeps it from listening elsewhere, and, while there is no domain, what to do next.
 *
 * <p>The launcher, outside the framework, prints it: it asks with {@code false} until the answer is not null, and with {@code true} when it has waited long enough.
 */
@Component(property = "hotcut.name=welcome")
public final class Welcome implements Function<Boolean, String> {
    private final StatusSource net;
    private final Flows flows;
    private final Accounts accounts;

    /** Called by the component runtime. */
    @Activate
    public Welcome(@Reference(target = "(hotcut.name=net)") StatusSource net, @Reference Flows flows, @Reference Accounts accounts) {
        this.net = net;
        this.flows = flows;
        this.accounts = accounts;
    }

    /**
     * Returns the text.
     *
     * @param anyway false: null while listeners are about to open
     */
    @Override
    public String apply(Boolean anyway) {
        WelcomeText text = new WelcomeText(net.status(), flows.endpoints());
        if (text.isEarly() && !anyway) {
            return null;
        }
        List<String> lines = new ArrayList<>(text.listening());
        if (accounts.domains().isEmpty()) {
            lines.addAll(text.firstSteps());
        }
        return String.join("\n", lines);
    }
}
