package org.hotcut.sip.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: says what a NOTIFY of an event package (RFC 6665 section 5.4) contains. Behaviour; bound by its service property {@code hotcut.name}, the package's
 * name. Called on a loop, must not block; what it returns depends on nothing but what it is given. It may be away at any moment: notifications then wait.
 */
@ConsumerType
public interface EventPackage {
    /** Returns the type of the bodies, {@code application/reginfo+xml}. */
    String contentType();

    /** Writes a body. */
    byte[] render(EventState state);
}
