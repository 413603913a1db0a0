package org.hotcut.shell.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A message as a phone of a few lines reads it: what our own server sends, with long header names.
 *
 * @param startLine the first line
 * @param lines     header lines, unfolded
 */
record SipText(String startLine, List<String> lines) {
    static SipText parse(String message) {
        int end = message.indexOf("\r\n\r\n");
        String[] all = (end < 0 ? message : message.substring(0, end)).replaceAll("\r\n[ \t]+", " ").split("\r\n");
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < all.length; i++) {
            lines.add(all[i]);
        }
        return new SipText(all[0], lines);
    }

    boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    /** Returns the method, of a response that of CSeq. */
    String method() {
        return isResponse() ? header("CSeq").replaceAll("\\d+\\s+", "") : startLine.substring(0, startLine.indexOf(' '));
    }

    /** Returns the first value, or "" when there is none. */
    String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).trim().equalsIgnoreCase(name)) {
                values.add(line.substring(colon + 1).trim());
            }
        }
        return values;
    }

    int contentLength() {
        String value = header("Content-Length");
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

    /** Returns status and reason, {@code 404 Not Found}. */
    String outcome() {
        return startLine.substring("SIP/2.0 ".length());
    }
}
