package org.hotcut.shell.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hotcut.shell.Addresses;
import org.hotcut.shell.Durations;

/** A {@link StatusReport} as a person reads it. */
final class StatusText {
    private static final int LABEL = 15;
    private static final int WIDTH = 118;

    private final Map<String, Object> report;
    private final List<String> lines = new ArrayList<>();

    StatusText(Map<String, Object> report) {
        this.report = report;
    }

    /**
     * Returns the lines.
     *
     * @param all with every figure of every part, not only what is held and what is wrong
     */
    List<String> lines(boolean all) {
        lines.add("Hotcut " + report.get("version") + (report.containsKey("node") ? ", node " + report.get("node") : "") + ", up "
            + Durations.text(((Number) report.get("upMillis")).longValue()));
        listeners();
        counts();
        chain();
        bundles();
        parts(all);
        return lines;
    }

    private void listeners() {
        if (!report.containsKey("listeners")) {
            wrapped("Listens", List.of("nothing: net is absent"));
            return;
        }
        List<String> texts = StatusReport.maps(report, "listeners").stream().map(StatusText::listener).toList();
        wrapped("Listens", texts.isEmpty() ? List.of("nowhere: the log says why no listener could be opened") : texts);
    }

    private static String listener(Map<String, Object> listener) {
        String address = (String) listener.get("address");
        Object advertised = listener.get("advertised");
        return (listener.containsKey("speaks") ? listener.get("speaks") + " " : "") + listener.get("protocol") + " " + Addresses.text(address, (Integer) listener.get("port")) + (advertised == null ? "" : " (others see " + advertised + ')');
    }

    private void counts() {
        if (report.get("connections") instanceof Map<?, ?> connections) {
            List<String> texts = connections.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).toList();
            wrapped("Connections", texts.isEmpty() ? List.of("none") : texts);
        }
        wrapped("Registrations", List.of(String.valueOf(report.getOrDefault("registrations", "sip-location is absent"))));
        wrapped("Requests", List.of(report.containsKey("unansweredRequests") ? report.get("unansweredRequests") + " unanswered" : "sip-core is absent"));
        if (report.containsKey("allocations")) {
            wrapped("Allocations", List.of(report.get("allocations") + (Boolean.TRUE.equals(report.get("drains")) ? ", no further ones (turn:drain)" : "")));
        }
        if (report.get("domains") instanceof List<?> domains) {
            wrapped("Domains", domains.isEmpty() ? List.of("none yet: domain:add example.org") : domains.stream().map(String::valueOf).toList());
        }
    }

    private void chain() {
        List<String> links = StatusReport.maps(report, "chain").stream().map(StatusText::link).toList();
        if (report.containsKey("chain")) {
            wrapped("Requests pass", links.isEmpty() ? List.of("nobody: the chain is empty") : links);
        }
    }

    private static String link(Map<String, Object> link) {
        long absent = ((Number) link.get("absentMillis")).longValue();
        if (link.get("bundle") != null && absent == 0) {
            return (String) link.get("name");
        }
        return link.get("name") + " ABSENT for " + Durations.text(absent) + ", " + link.get("waiting") + " requests wait";
    }

    private void bundles() {
        List<Map<String, Object>> bundles = StatusReport.maps(report, "bundles");
        long well = bundles.stream().filter(StatusText::isWell).count();
        wrapped("Bundles", List.of(well + " of " + bundles.size() + " at work"));
        List<String> updated = StatusReport.maps(report, "updated").stream()
            .map(one -> one.get("name") + " " + one.get("version") + " (delivered: " + one.get("delivered") + ')').toList();
        if (!updated.isEmpty()) {
            wrapped("Updated", updated);
        }
        for (Map<String, Object> bundle : bundles) {
            if (!isWell(bundle)) {
                String problems = String.join("; ", ((List<?>) bundle.get("problems")).stream().map(String::valueOf).toList());
                lines.add("  " + bundle.get("name") + ' ' + bundle.get("version") + " is " + bundle.get("state") + (problems.isEmpty() ? "" : ": " + problems));
            }
        }
    }

    private static boolean isWell(Map<String, Object> bundle) {
        boolean library = "library".equals(bundle.get("role")) || "api".equals(bundle.get("role"));
        return ((List<?>) bundle.get("problems")).isEmpty() && ("active".equals(bundle.get("state")) || library);
    }

    private void parts(boolean all) {
        if (!(report.get("parts") instanceof Map<?, ?> parts)) {
            return;
        }
        parts.forEach((name, status) -> {
            Map<?, ?> figures = (Map<?, ?>) status;
            List<String> texts = new ArrayList<>();
            if (all) {
                flat("", figures, texts);
            } else {
                if (figures.get("held") instanceof Map<?, ?> held) {
                    flat("", held, texts);
                }
                if (figures.get("fault") != null) {
                    texts.add("FAULT: " + figures.get("fault"));
                }
            }
            if (!texts.isEmpty()) {
                wrapped(String.valueOf(name), texts);
            }
        });
    }

    /** Names inside names are put together with dots. */
    private static void flat(String prefix, Map<?, ?> figures, List<String> into) {
        figures.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flat(prefix + key + '.', inner, into);
            } else if (value instanceof List<?> list) {
                into.add(prefix + key + " [" + String.join(" ", list.stream().map(String::valueOf).toList()) + ']');
            } else {
                into.add(prefix + key + ' ' + value);
            }
        });
    }

    /** A label, then the texts with commas between, on as many lines as it takes. */
    private void wrapped(String label, List<String> texts) {
        StringBuilder line = new StringBuilder(label);
        line.append(" ".repeat(Math.max(1, LABEL - label.length())));
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i) + (i < texts.size() - 1 ? ", " : "");
            if (line.length() > LABEL && line.length() + text.length() > WIDTH && !line.toString().isBlank()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(LABEL));
            }
            line.append(text);
        }
        lines.add(line.toString());
    }
}
