package org.hotcut.shell.edge;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.hotcut.core.api.Node;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.upgrade.Upgrade;
import org.hotcut.core.api.upgrade.Upgrades;
import org.hotcut.shell.Addresses;
import org.hotcut.shell.Services;
import org.hotcut.shell.turn.TurnListeners;
import org.hotcut.sip.api.SipStatus;
import org.hotcut.sip.api.location.Location;
import org.hotcut.turn.api.Relays;

/** What there is to know of a running server, as maps, lists, numbers and texts. What is absent is left out, and named among the bundles. */
public final class StatusReport {
    private static final int MOST_COUNTED = 10_000;

    private StatusReport() { }

    /** Asks every part that is there. */
    public static Map<String, Object> gather(Services services) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", BundleReport.product(services));
        Node node = services.find(Node.class);
        if (node != null) {
            report.put("node", node.id());
        }
        report.put("upMillis", ManagementFactory.getRuntimeMXBean().getUptime());
        Flows flows = services.find(Flows.class);
        if (flows != null) {
            List<Map<String, Object>> listeners = new ArrayList<>(flows.endpoints().stream().map(StatusReport::listener).toList());
            TurnListeners.open(services).stream().map(StatusReport::turnListener).forEach(listeners::add);
            report.put("listeners", listeners);
            report.put("connections", connections(flows));
        }
        Location location = services.find(Location.class);
        if (location != null) {
            report.put("registrations", location.size());
        }
        Relays relays = services.find(Relays.class);
        if (relays != null) {
            report.put("allocations", relays.allocations().size());
            report.put("drains", relays.isDraining());
        }
        Accounts accounts = services.find(Accounts.class);
        if (accounts != null) {
            report.put("domains", accounts.domains().stream().map(Domain::name).toList());
        }
        SipStatus sip = services.find(SipStatus.class);
        if (sip != null) {
            report.put("unansweredRequests", sip.exchanges(MOST_COUNTED).size());
            report.put("chain", sip.chain().stream().map(StatusReport::link).toList());
        }
        report.put("bundles", BundleReport.gather(services));
        Upgrades upgrades = services.find(Upgrades.class);
        if (upgrades != null) {
            report.put("updated", upgrades.current().stream().map(StatusReport::updated).toList());
        }
        report.put("parts", services.status());
        return report;
    }

    private static Map<String, Object> listener(Endpoint endpoint) {
        Map<String, Object> listener = new LinkedHashMap<>();
        listener.put("name", endpoint.name());
        listener.put("protocol", endpoint.protocol().name().toLowerCase(java.util.Locale.ROOT));
        String host = Addresses.text(endpoint.local().getAddress());
        listener.put("address", host);
        listener.put("port", endpoint.local().getPort());
        if (endpoint.advertised() != null || endpoint.port() != endpoint.local().getPort()) {
            listener.put("advertised", Addresses.text(endpoint.advertised() == null ? host : endpoint.advertised(), endpoint.port()));
        }
        return listener;
    }

    private static Map<String, Object> turnListener(Endpoint endpoint) {
        Map<String, Object> listener = listener(endpoint);
        listener.put("speaks", "turn");
        return listener;
    }

    private static Map<String, Object> connections(Flows flows) {
        Map<String, Object> counts = new TreeMap<>();
        for (FlowInfo info : flows.list()) {
            counts.merge(info.flow().protocol().name().toLowerCase(java.util.Locale.ROOT), 1, (a, b) -> (Integer) a + (Integer) b);
            if (info.waiting()) {
                counts.merge("waiting", 1, (a, b) -> (Integer) a + (Integer) b);
            }
        }
        return counts;
    }

    private static Map<String, Object> link(SipStatus.Link link) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", link.name());
        map.put("bundle", link.bundle());
        map.put("absentMillis", link.absent());
        map.put("waiting", link.parked());
        return map;
    }

    private static Map<String, Object> updated(Upgrade upgrade) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", BundleReport.shortName(upgrade.bundle()));
        map.put("version", upgrade.to());
        map.put("delivered", upgrade.from());
        return map;
    }

    /** Returns the elements of a list in a report; empty when it is absent. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Map<String, Object> report, String key) {
        return (List<Map<String, Object>>) report.getOrDefault(key, List.of());
    }
}
