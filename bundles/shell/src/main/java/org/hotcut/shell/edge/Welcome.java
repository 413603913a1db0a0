package org.hotcut.shell.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.account.Accounts;
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
    private static final List<String> FIRST_STEPS = List.of("",
        "Next, on the console or after `bin/hotcut client` (`./run client` in a source tree):",
        "  domain:add example.org",
        "  user:add alice@example.org     asks for her password",
        "  user:add bob@example.org",
        "  cert:ca                        the authority that phones which check certificates must trust",
        "A softphone needs: account alice@example.org, her password, and as outbound proxy sip:HOST:5061;transport=tls, where HOST is",
        "a name or address of this machine. Then alice calls sip:bob@example.org. edge:check says what is wrong, if anything is.");

    private final StatusSource net;
    private final Accounts accounts;

    /** Called by the component runtime. */
    @Activate
    public Welcome(@Reference(target = "(hotcut.name=net)") StatusSource net, @Reference Accounts accounts) {
        this.net = net;
        this.accounts = accounts;
    }

    /**
     * Returns the text.
     *
     * @param anyway false: only when every listener is open, else null
     */
    @Override
    public String apply(Boolean anyway) {
        List<String> open = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Map<?, ?> listener : listeners()) {
            String place = listener.get("protocol") + " " + listener.get("address");
            if (Boolean.TRUE.equals(listener.get("open"))) {
                open.add(place);
            } else {
                lines.add("NOT on " + place + ": it waits for " + listener.get("waits for"));
            }
        }
        if (!lines.isEmpty() && !anyway) {
            return null;
        }
        lines.add(0, open.isEmpty() ? "Hotcut listens nowhere." : "Hotcut listens on " + String.join(", ", open));
        if (accounts.domains().isEmpty()) {
            lines.addAll(FIRST_STEPS);
        }
        return String.join("\n", lines);
    }

    private List<Map<?, ?>> listeners() {
        List<Map<?, ?>> rows = new ArrayList<>();
        if (net.status().get("listeners") instanceof List<?> list) {
            list.forEach(row -> rows.add((Map<?, ?>) row));
        }
        return rows;
    }
}
