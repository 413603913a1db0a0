/**
 * Waking devices that sleep (RFC 8599).
 *
 * <p>{@code sip-registrar} asks {@link org.hotcut.sip.api.push.Push} whether a push service is known, {@code sip-proxy} asks it to wake a device that is
 * called. {@code sip-core} implements it: it keeps to limits and gives what is asked to the {@link org.hotcut.sip.api.push.PushSender}, a behaviour service, that
 * bears the name of the push service. A vendor who connects another push service writes a sender and nothing else.
 */
@Export
@Version("1.0.0")
package org.hotcut.sip.api.push;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
