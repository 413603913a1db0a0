package org.hotcut.net;

import java.util.List;
import java.util.Map;

/**
 * What is spoken on one port.
 *
 * @param transports names of transports, such as {@code tls} for SIP; the first one gets who cannot be told apart
 * @param byName     of these, by the name a client asks for (SNI, lower case)
 */
record Spoken(List<String> transports, Map<String, String> byName) {
    static Spoken only(String transport) {
        return new Spoken(List.of(transport), Map.of());
    }

    String first() {
        return transports.get(0);
    }

    boolean isShared() {
        return transports.size() > 1;
    }
}
