package org.hotcut.shell.device;

import java.util.Locale;
import java.util.regex.Pattern;

import org.hotcut.shell.account.UserAddress;

/**
 * A device and a user it speaks for, as it is written: {@code NAME=user@domain}.
 *
 * @param device a name of its certificate, compared without case
 * @param user   {@code user@domain}
 */
record Mapping(String device, String user) {
    private static final Pattern NAME = Pattern.compile("[^,=\\p{Cntrl}]{1,200}");

    /**
     * Makes one of what was typed.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static Mapping of(String device, String user) {
        String name = device.strip();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + device + "' is not the name of a certificate: it has a comma or an equals sign in it, or is empty");
        }
        return new Mapping(name, UserAddress.parse(user).toString());
    }

    /** Makes one of what stands in the configuration, whatever it is. */
    static Mapping stored(String text) {
        int equals = text.lastIndexOf('=');
        return equals < 0 ? new Mapping(text, "") : new Mapping(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    boolean isSame(Mapping other) {
        return device.toLowerCase(Locale.ROOT).equals(other.device.toLowerCase(Locale.ROOT)) && user.equals(other.user);
    }

    @Override
    public String toString() {
        return device + '=' + user;
    }
}
