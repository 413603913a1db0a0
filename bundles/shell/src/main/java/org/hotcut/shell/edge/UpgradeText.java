package org.hotcut.shell.edge;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.upgrade.Report;

/** What came of an update, for a person. */
final class UpgradeText {
    private UpgradeText() { }

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        for (Report.Held held : report.held()) {
            long difference = held.after() - held.before();
            lines.add("  " + held.what() + "  " + held.before() + " before, " + held.after() + " after"
                + (difference == 0 ? "" : " (" + (difference > 0 ? "+" : "") + difference + ')'));
        }
        lines.add(report.message());
        return lines;
    }

    static boolean isGood(Report report) {
        return switch (report.outcome()) {
            case IN_FORCE, AT_NEXT_START -> true;
            case REFUSED, ROLLED_BACK, FAILED -> false;
        };
    }
}
