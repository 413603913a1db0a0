package org.hotcut.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a peer reads off messages and writes into them, without the parser under test. */
final class Texts {
    private static final Map<String, String> COMPACT = Map.of("Via", "v", "From", "f", "To", "t", "Call-ID", "i", "Contact", "m", "Content-Length", "l");

    private Texts() { }

    /** Returns the status of a response, 0 of a request. */
    static int status(String message) {
        return message.startsWith("SIP/2.0 ") ? Integer.parseInt(message.substring(8, 11)) : 0;
    }

    /** Returns the first line. */
    static String startLine(String message) {
        int end = message.indexOf("\r\n");
        return end < 0 ? message : message.substring(0, end);
    }

    /** Returns the first value of a header field, which must be there. */
    static String header(String message, String name) {
        List<String> values = headers(message, name);
        if (values.isEmpty()) {
            throw new AssertionError("no " + name + " in " + message);
        }
        return values.get(0);
    }

    /** Returns the values of a header field's lines, those under its compact name included. */
    static List<String> headers(String message, String name) {
        List<String> values = new ArrayList<>();
        Pattern names = Pattern.compile("(?i)(?:" + name + (COMPACT.containsKey(name) ? '|' + COMPACT.get(name) : "") + ")[ \t]*:.*", Pattern.DOTALL);
        int end = message.indexOf("\r\n\r\n");
        for (String line : (end < 0 ? message : message.substring(0, end)).split("\r\n(?![ \t])")) {
            if (names.matcher(line).matches()) {
                values.add(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        return values;
    }

    /** Returns the URI of a name-addr. */
    static String uri(String nameAddr) {
        return nameAddr.substring(nameAddr.indexOf('<') + 1, nameAddr.indexOf('>'));
    }

    /** Returns a response to a request, as it goes back; more are header lines. */
    static String response(String request, String status, String tag, String... more) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String name : List.of("Via", "Record-Route", "From", "Call-ID", "CSeq")) {
            headers(request, name).forEach(value -> text.append(name).append(": ").append(value).append("\r\n"));
        }
        String to = header(request, "To");
        text.append("To: ").append(to).append(to.contains("tag=") ? "\r\n" : ";tag=" + tag + "\r\n");
        for (String line : more) {
            text.append(line).append("\r\n");
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }
}
