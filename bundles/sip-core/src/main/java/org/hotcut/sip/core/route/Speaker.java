package org.hotcut.sip.core.route;

/**
 * In whose name a request goes to another server, and to whom.
 *
 * @param own  the domain that its From names, whose certificate TLS is to show; null for nobody's
 * @param peer the domain that the other side of the dialog was proven to be, which it must prove again wherever its Route leads; null for the host that is dialled
 */
public record Speaker(String own, String peer) {
    /** Nobody in particular, to the host that is dialled. */
    public static final Speaker NOBODY = new Speaker(null, null);
}
