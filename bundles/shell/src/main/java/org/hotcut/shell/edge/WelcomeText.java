package org.hotcut.shell.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;

/** Where the server listens, and what to do with a new one, for a person. */
final class WelcomeText {
    /** What a listener waits for at a start, and gets within a moment; for anything else somebody has to do something. */
    private static final List<String> PASSING = List.of("its turn", "a certificate");

    private final List<Map<?, ?>> listeners = new ArrayList<>();
    private final List<Endpoint> open;

    /**
     * Shows what is there now.
     *
     * @param net  what {@code net} reports
     * @param open the listeners that are open
     */
    WelcomeText(Map<String, Object> net, List<Endpoint> open) {
        if (net.get("listeners") instanceof List<?> rows) {
            rows.forEach(row -> listeners.add((Map<?, ?>) row));
        }
        this.open = open;
    }

    /** Returns whether more listeners will be open in a moment. */
    boolean isEarly() {
        return listeners.isEmpty() || listeners.stream().anyMatch(listener -> !isOpen(listener) && PASSING.contains(String.valueOf(listener.get("waits for"))));
    }

    /** Returns where it listens, in one line, then a line for each listener that is not open. */
    List<String> listening() {
        List<String> places = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Map<?, ?> listener : listeners) {
            String place = listener.get("protocol") + " " + listener.get("address") + (isForTurn(listener) ? " (TURN)" : "");
            if (isOpen(listener)) {
                places.add(place);
            } else {
                lines.add("NOT on " + place + ": it waits for " + listener.get("waits for"));
            }
        }
        lines.add(0, "Hotcut is up: " + (places.isEmpty() ? "it listens nowhere" : "it listens on " + String.join(", ", places)));
        return lines;
    }

    /** Returns how to get from here to a call. */
    List<String> firstSteps() {
        List<String> lines = new ArrayList<>(List.of("",
            "First steps, on the console or each after `bin/hotcut client` (`./run client` in a source tree):",
            "  domain:add example.org",
            "  user:add alice@example.org     asks for her password",
            "  user:add bob@example.org",
            "  cert:ca                        the authority that phones which check certificates must trust"));
        Endpoint listener = forPhones();
        if (listener != null) {
            softphone(listener, lines);
            relay(listener, lines);
        }
        lines.add("Then alice calls sip:bob@example.org. edge:status shows what is going on, edge:check says what is wrong, edge:welcome shows this.");
        return lines;
    }

    private static void softphone(Endpoint listener, List<String> lines) {
        List<String> hosts = Hosts.of(listener);
        String transport = listener.protocol().name().toLowerCase(Locale.ROOT);
        String route = "sip:" + hosts.get(0) + ':' + listener.port() + ";transport=" + transport;
        lines.add("A softphone needs: account alice@example.org, her password, and " + route + " as outbound proxy"
            + (listener.local().getAddress().isAnyLocalAddress() && listener.advertised() == null ? others(hosts) : "")
            + (listener.local().getAddress().isLoopbackAddress() ? "; it must be on this machine" : ""));
        lines.add("With baresip that is a line of ~/.baresip/accounts:");
        lines.add("  <sip:alice@example.org;transport=" + transport + ">;auth_pass=PASSWORD;outbound=\"" + route + '"');
    }

    private void relay(Endpoint listener, List<String> lines) {
        listeners.stream().filter(row -> isForTurn(row) && isOpen(row) && "udp".equals(row.get("protocol"))).findFirst().map(row -> String.valueOf(row.get("address")))
            .ifPresent(address -> lines.add("Phones that cannot reach each other have media relayed: TURN server " + Hosts.of(listener).get(0)
                + address.substring(address.lastIndexOf(':')) + ", with the same account."));
    }

    private static boolean isForTurn(Map<?, ?> listener) {
        return listener.get("speaks") instanceof List<?> speaks && speaks.contains("turn");
    }

    private static String others(List<String> hosts) {
        List<String> others = new ArrayList<>(hosts.subList(1, hosts.size()));
        others.add("a name of this machine");
        return " (or, for " + hosts.get(0) + ", " + String.join(" or ", others) + ')';
    }

    /** Returns the listener a phone is best pointed at, or null when there is none. */
    private Endpoint forPhones() {
        return open.stream().filter(listener -> listener.protocol() == Protocol.TLS).findFirst().orElse(open.stream().findFirst().orElse(null));
    }

    private static boolean isOpen(Map<?, ?> listener) {
        return Boolean.TRUE.equals(listener.get("open"));
    }
}
