package org.hotcut.sip.message;

/**
 * What a stranger may make us keep.
 *
 * @param maxMessage    bytes of a message
 * @param maxHeaders    header lines of a message
 * @param maxHeaderLine bytes of a header line with its folds
 */
public record Limits(int maxMessage, int maxHeaders, int maxHeaderLine) {
    /** What fits every datagram, with room for a hundred hops. */
    public static final Limits DEFAULT = new Limits(65_535, 256, 8_192);
}
