package org.hotcut.sip.message;

/** Reads URIs that are in no message. */
public final class UriParser {
    private UriParser() { }

    /**
     * Reads a URI of any scheme.
     *
     * @throws IllegalArgumentException naming the fault
     */
    public static Uri parse(CharSequence text) {
        byte[] bytes = Bytes.of(text);
        return new Uri(bytes, 0, bytes.length);
    }
}
