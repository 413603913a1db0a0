package org.hotcut.core.api.certificate;

import java.time.Instant;
import java.util.List;

/**
 * A certificate as an admin looks at it.
 *
 * @param subject     distinguished name, RFC 2253
 * @param names       alternative names in order: {@code DNS:edge.example}, {@code IP:192.0.2.1}, {@code URI:sip:example.org}; empty for an authority
 * @param issuer      distinguished name, RFC 2253
 * @param notBefore   begin of validity
 * @param notAfter    end of validity
 * @param fingerprint SHA-256 of the certificate, upper case hexadecimal, a colon between bytes
 * @param serial      serial number, hexadecimal
 * @param file        where it is kept, absolute
 */
public record CertificateInfo(String subject, List<String> names, String issuer, Instant notBefore, Instant notAfter, String fingerprint,
                              String serial, String file) { }
