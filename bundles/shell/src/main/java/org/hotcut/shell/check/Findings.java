package org.hotcut.shell.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.karaf.shell.support.CommandException;
import org.hotcut.shell.Json;

/** What a check has found, in order. */
public final class Findings {
    /** How bad it is. */
    public enum Level { OK, NOTE, WRONG }

    /**
     * One thing found.
     *
     * @param text   a sentence
     * @param remedy what to do; "" when nothing
     */
    public record Finding(Level level, String text, String remedy) { }

    private final List<Finding> all = new ArrayList<>();

    /** Adds what is as it should be. */
    public void ok(String text) {
        all.add(new Finding(Level.OK, text, ""));
    }

    /** Adds what the admin should know. */
    public void note(String text, String remedy) {
        all.add(new Finding(Level.NOTE, text, remedy));
    }

    /** Adds what is wrong, and what is to be done about it. */
    public void wrong(String text, String remedy) {
        all.add(new Finding(Level.WRONG, text, remedy));
    }

    /** Returns everything. */
    public List<Finding> all() {
        return all;
    }

    /** Returns how many things are wrong. */
    public long wrong() {
        return all.stream().filter(finding -> finding.level() == Level.WRONG).count();
    }

    /** Prints everything, and says by an exception when something is wrong, so that scripts see it. */
    public void print(PrintStream out, boolean json) throws CommandException {
        if (json) {
            Json.print(out, all.stream().map(Findings::map).toList());
        } else {
            lines().forEach(out::println);
        }
        if (wrong() > 0) {
            throw new CommandException("The check found something wrong");
        }
    }

    private static Map<String, Object> map(Finding finding) {
        return Map.of("level", finding.level().name().toLowerCase(Locale.ROOT), "text", finding.text(), "remedy", finding.remedy());
    }

    /** Returns what a person reads, the sum at the end. */
    public List<String> lines() {
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
