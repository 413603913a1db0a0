package org.hotcut.identity.certificate;

import java.security.cert.CertPathValidator;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whether an authority is asked if it has taken a certificate back: by OCSP, or by the list it publishes (RFC 5280 section 5, RFC 6960).
 */
enum Revocation {
    /** Nobody is asked. */
    OFF,
    /** Asked; when no answer comes, the certificate counts. */
    SOFT,
    /** Asked; when no answer comes, it does not. */
    HARD;

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException naming the fault
     */
    static Revocation of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "", "off" -> OFF;
            case "soft" -> SOFT;
            case "hard" -> HARD;
            default -> throw new IllegalArgumentException("revocation is '" + text + "', not off, soft or hard");
        };
    }

    void apply(CertPathValidator validator, PKIXParameters parameters) {
        parameters.setRevocationEnabled(this != OFF);
        if (this == OFF) {
            return;
        }
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        Set<PKIXRevocationChecker.Option> options = EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY);
        if (this == SOFT) {
            options.add(PKIXRevocationChecker.Option.SOFT_FAIL);
        }
        checker.setOptions(options);
        parameters.addCertPathChecker(checker);
    }
}
