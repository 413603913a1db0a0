package org.hotcut.net;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;

/** Which transport a client of one listener means. Knows a transport by what it said of itself when it was last there. Any thread. */
final class Choice {
    private static final String REFUSE = null;
    private static final String WITHOUT = "";

    private final Spoken spoken;
    private final Transports transports;

    Choice(Spoken spoken, Transports transports) {
        this.spoken = spoken;
        this.transports = transports;
    }

    /**
     * Chooses by ALPN (RFC 7301), in our order.
     *
     * @return "" to go on without it; null to refuse: on a shared port somebody who names only what is not spoken there is not given to another protocol (section 3.2),
     *     and a proof that is not there is never answered by anything else (RFC 8737 section 3)
     */
    String protocol(List<String> offered) {
        boolean known = true;
        for (String transport : spoken.transports()) {
            List<String> names = transports.hints(transport).alpn();
            known &= !names.isEmpty();
            for (String name : names) {
                if (offered.contains(name)) {
                    return name;
                }
            }
        }
        return known && spoken.isShared() || offered.contains(Proofs.ALPN) ? REFUSE : WITHOUT;
    }

    /** Returns the names by which what is spoken can be chosen (ALPN), in our order. */
    List<String> protocols() {
        return spoken.transports().stream().flatMap(transport -> transports.hints(transport).alpn().stream()).toList();
    }

    /** Returns the transport by what the handshake has brought, or null when it has not said. */
    String bySession(SSLEngine engine) {
        String chosen = engine.getApplicationProtocol();
        if (chosen != null && !chosen.isEmpty()) {
            for (String transport : spoken.transports()) {
                if (transports.hints(transport).alpn().contains(chosen)) {
                    return transport;
                }
            }
        }
        String name = name(engine);
        return name == null ? null : spoken.byName().get(name);
    }

    private static String name(SSLEngine engine) {
        if (engine.getSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    /**
     * Returns the transport by what comes first, as Latin-1.
     *
     * @param more whether it is worth to wait for more
     * @return null when it is, since more may tell
     */
    String byFirst(String start, boolean more) {
        boolean open = false;
        for (String transport : spoken.transports()) {
            Pattern pattern = transports.hints(transport).first();
            if (pattern == null) {
                continue;
            }
            Matcher matcher = pattern.matcher(start);
            if (matcher.lookingAt()) {
                return transport;
            }
            open |= matcher.hitEnd();
        }
        return open && more ? null : spoken.first();
    }
}
