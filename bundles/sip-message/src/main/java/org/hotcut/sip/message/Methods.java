package org.hotcut.sip.message;

/** The methods there are, each one string. */
final class Methods {
    private static final String[] KNOWN = {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH", "INFO",
        "PRACK", "UPDATE", "REFER"};

    private Methods() { }

    static String name(byte[] bytes, int start, int end) {
        for (String known : KNOWN) {
            if (known.charAt(0) == bytes[start] && Bytes.equals(bytes, start, end, known)) {
                return known;
            }
        }
        return Bytes.string(bytes, start, end);
    }

    /** Returns whether a success of it makes a dialog, and so brings a route set. */
    static boolean makesDialog(String method) {
        return method.equals("INVITE") || method.equals("SUBSCRIBE") || method.equals("REFER");
    }
}
