/**
 * Who is slowed, and who is banned: one place decides.
 *
 * <p>Whoever sees a stranger do wrong ({@code net}: bytes that are no message; {@code sip-core}: messages that are no SIP, floods; {@code identity}: wrong
 * passwords, scans) reports it to {@link org.hotcut.core.api.ban.Bans} of {@code core-state}, which adds it up by source, and writes the line for the log,
 * so that a flood does not fill the disk. {@code identity} also reports who proved himself. {@code net} asks {@code admit} before it takes a connection or
 * a datagram; {@code shell} lists, bans and pardons. A source is an IPv4 address or an IPv6 /64; a /48 of which many are
 * banned is banned as a whole.
 */
@Export
@Version("1.0.0")
package org.hotcut.core.api.ban;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
