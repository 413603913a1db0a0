package org.hotcut.identity.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Which authorities count on a listener.
 *
 * @param name        as the listener's configuration names it
 * @param devices     its certificates name devices, not domains and users
 * @param authorities certificates that need no further proof: of authorities, or of a peer itself
 */
record TrustProfile(String name, boolean devices, List<X509Certificate> authorities) { }
