package org.hotcut.shell.account;

import java.util.Locale;

/** {@code alice@example.org} as typed, with or without {@code sip:}. */
public record UserAddress(String user, String domain) {
    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is no address of a user
     */
    public static UserAddress parse(String text) {
        String bare = text.startsWith("sip:") || text.startsWith("sips:") ? text.substring(text.indexOf(':') + 1) : text;
        int at = bare.lastIndexOf('@');
        if (at <= 0 || at == bare.length() - 1) {
            throw new IllegalArgumentException(text + " is not the address of a user, such as alice@example.org");
        }
        return new UserAddress(bare.substring(0, at), bare.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return user + '@' + domain;
    }
}
