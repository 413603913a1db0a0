package org.hotcut.sip.message;

/** Reads addresses that are in no message. */
public final class AddressParser {
    private AddressParser() { }

    /**
     * Reads one name-addr or addr-spec with header parameters.
     *
     * @throws IllegalArgumentException naming the fault
     */
    public static Address parse(String text) {
        byte[] bytes = Bytes.of(text.strip());
        return new Address(bytes, 0, bytes.length);
    }
}
