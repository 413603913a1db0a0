package org.hotcut.core.api.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shows and steers the certificates: what the shell calls and {@code certificates} implements. Reads and writes files; call it from an admin's
 * thread. Errors are {@link IOException} with a sentence for the admin.
 */
@ConsumerType
public interface CertificateAdmin {
    /** Returns the certificate of the local authority, PEM: what phones are to trust. */
    String authorityPem() throws IOException;

    /** Returns the local authority, then the certificates that listeners present. */
    List<CertificateInfo> list() throws IOException;

    /** Returns every source of a certificate, the local authority's own one first, in use or not. */
    List<CertificateEntry> entries() throws IOException;

    /** Looks at all sources now, not at the next minute. Returns whether listeners present anything else than before. */
    boolean reload() throws IOException;

    /**
     * Orders what is due from the ACME server now, however long the pause after a failure still is. Blocks for minutes.
     *
     * @return the domains that were ordered for; empty when nothing is due
     */
    List<String> order() throws IOException;

    /**
     * Makes a key and a request (PKCS#10) for an authority of the admin's to sign. What is presented does not change.
     *
     * @param names host names, domains or addresses; the first one names the folder
     * @return the request's file, PEM; the key stays beside it
     */
    Path request(List<String> names) throws IOException;

    /**
     * Checks a certificate, copies it to its folder and presents it.
     *
     * @param file     PEM (the certificate and its intermediates, in any order, perhaps the key too) or PKCS#12
     * @param key      PEM file of the key; null when it is in the file, or is that of a {@link #request}
     * @param password of the key or of the PKCS#12 file; null for none
     * @return the name of the entry
     */
    String importFile(Path file, Path key, String password) throws IOException;
}
