package org.hotcut.sip.core.route;

/** Whether a name must be reached by TLS, where its URI leaves that open. A number, and what stands in the machine's own list of names, is reached as its URI says. */
public enum Security {
    /** As the URI and DNS say: for who is known to us. */
    ANY,
    /** By TLS where DNS offers it, and then by nothing else. */
    OFFERED,
    /** By TLS, or not at all: for other domains, whose servers could else be anybody. */
    REQUIRED
}
