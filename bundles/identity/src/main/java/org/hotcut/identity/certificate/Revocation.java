package org.hotcut.identity.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.util.EnumSet;
import java.util.Locale;

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

    /**
     * Asks about the end-entity of a path that is good otherwise.
     *
     * @throws RefusedException when it was taken back, or nobody says that it was not and that counts
     */
    void check(CertPath path, PKIXParameters parameters) throws GeneralSecurityException, RefusedException {
        if (this == OFF) {
            return;
        }
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY));
        parameters.addCertPathChecker(checker);
        try {
            validator.validate(path, parameters);
        } catch (CertPathValidatorException e) {
            // Java's own option for soft failures leaves out certificates that name nobody to ask
            if (e.getReason() == BasicReason.REVOKED) {
                throw new RefusedException("it was revoked");
            }
            if (this == HARD) {
                throw new RefusedException("nobody says whether it was revoked: " + e.getMessage());
            }
        }
    }
}
