package org.hotcut.core.api.certificate;

import java.io.IOException;
import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shows the certificates in use: what the shell calls and {@code certificates} implements. Reads files; call it from an admin's thread. Errors
 * are {@link IOException} with a sentence for the admin.
 */
@ConsumerType
public interface CertificateAdmin {
    /** Returns the certificate of the local authority, PEM: what phones are to trust. */
    String authorityPem() throws IOException;

    /** Returns the local authority, then the certificates that listeners present. */
    List<CertificateInfo> list() throws IOException;
}
