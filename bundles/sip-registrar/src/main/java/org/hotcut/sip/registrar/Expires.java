package org.hotcut.sip.registrar;

/** Seconds, and other numbers that are written like them. */
final class Expires {
    private static final int MOST_DIGITS = 10;

    private Expires() { }

    /** RFC 3261 section 20.19: what is malformed counts as if nothing had been said. */
    static int of(String text, int otherwise) {
        if (text == null || text.isEmpty() || text.length() > MOST_DIGITS) {
            return otherwise;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return otherwise;
            }
            number = number * 10 + digit;
        }
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
