package org.hotcut.upgrade;

/** Exceptions as one line. */
final class Causes {
    private static final int LONGEST = 600;

    private Causes() { }

    /** Returns the innermost message, which with a framework's exceptions is the one that names what is missing. */
    static String sentence(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return line(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    /** Returns the line of a stack trace that says most: the innermost cause, else the first. */
    static String ofTrace(String trace) {
        String found = trace.lines().findFirst().orElse("");
        for (String line : trace.lines().toList()) {
            if (line.startsWith("Caused by: ")) {
                found = line.substring("Caused by: ".length());
            }
        }
        return line(found);
    }

    static String line(String text) {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() <= LONGEST ? flat : flat.substring(0, LONGEST) + "...";
    }
}
