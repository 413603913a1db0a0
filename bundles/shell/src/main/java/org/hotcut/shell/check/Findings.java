package org.hotcut.shell.check;

import java.util.ArrayList;
import java.util.List;

/** What was found, in order. */
final class Findings {
    enum Level { OK, NOTE, WRONG }

    /**
     * One thing found.
     *
     * @param text   a sentence
     * @param remedy what to do; "" when nothing
     */
    record Finding(Level level, String text, String remedy) { }

    private final List<Finding> all = new ArrayList<>();

    void ok(String text) {
        all.add(new Finding(Level.OK, text, ""));
    }

    void note(String text, String remedy) {
        all.add(new Finding(Level.NOTE, text, remedy));
    }

    void wrong(String text, String remedy) {
        all.add(new Finding(Level.WRONG, text, remedy));
    }

    List<Finding> all() {
        return all;
    }

    long wrong() {
        return all.stream().filter(finding -> finding.level() == Level.WRONG).count();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : all) {
            String mark = switch (finding.level()) {
                case OK -> "ok     ";
                case NOTE -> "note   ";
                case WRONG -> "WRONG  ";
            };
            lines.add(mark + finding.text());
            finding.remedy().lines().forEach(line -> lines.add("       " + line));
        }
        long wrong = wrong();
        lines.add(wrong == 0 ? "All is well." : wrong == 1 ? "One thing is wrong." : wrong + " things are wrong.");
        return lines;
    }
}
