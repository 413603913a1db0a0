/**
 * The certificates of this server, for the admin.
 *
 * <p>{@code certificates} (behaviour) implements {@link org.hotcut.core.api.certificate.CertificateAdmin}, {@code shell} calls it. The
 * certificates themselves go as bytes from {@code certificates} to {@link org.hotcut.core.api.net.TlsStore}.
 */
@Export
@Version("1.0.0")
package org.hotcut.core.api.certificate;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
