package org.hotcut.sip.core.transaction;

import java.util.Locale;

/** States as the RFC spells them. */
final class Names {
    private Names() { }

    static String of(Enum<?> state) {
        String name = state.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
