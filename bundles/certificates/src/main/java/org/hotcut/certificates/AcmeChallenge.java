package org.hotcut.certificates;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an authority is to be shown that a name is ours: where it asks, and what is spoken there. */
enum AcmeChallenge {
    /** RFC 8555 section 8.3. */
    HTTP_01("tcp", 80),
    /** RFC 8737. */
    TLS_ALPN_01("tls", 443);

    private final String protocol;
    private final int port;

    AcmeChallenge(String protocol, int port) {
        this.protocol = protocol;
        this.port = port;
    }

    static Optional<AcmeChallenge> of(String text) {
        return Arrays.stream(values()).filter(each -> each.toString().equals(text.strip().toLowerCase(Locale.ROOT))).findFirst();
    }

    /** What a listener speaks below. */
    String protocol() {
        return protocol;
    }

    /** The one that the authority asks. */
    int port() {
        return port;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
