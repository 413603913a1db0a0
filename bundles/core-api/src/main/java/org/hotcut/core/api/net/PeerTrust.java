package org.hotcut.core.api.net;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: whoever knows the sources that the admin trusts to speak for anybody ({@code identity}) registers one of these, so that {@code sip-core} can tell which
 * peers belong to the trust domain of RFC 3325 when it passes their responses on. While there is none, nobody is trusted, but that who was
 * trusted when a request was sent to him may still answer it so.
 */
@ConsumerType
public interface PeerTrust {
    /** Returns whether the peer at the end of a line is such a source. Safe for any thread; must return at once: a loop waits for it. */
    boolean isTrusted(Flow flow);
}
