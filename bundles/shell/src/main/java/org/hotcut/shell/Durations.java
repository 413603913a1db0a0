package org.hotcut.shell;

/** Spans of time as a person says them. */
public final class Durations {
    private Durations() { }

    /** Returns {@code 3 d 4 h}, {@code 12 min}, {@code 40 s}, {@code 250 ms}: at most two units. */
    public static String text(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return two(minutes, "min", seconds % 60, "s");
        }
        long hours = minutes / 60;
        return hours < 24 ? two(hours, "h", minutes % 60, "min") : two(hours / 24, "d", hours % 24, "h");
    }

    private static String two(long first, String unit, long second, String lesser) {
        return second == 0 ? first + " " + unit : first + " " + unit + ' ' + second + ' ' + lesser;
    }
}
