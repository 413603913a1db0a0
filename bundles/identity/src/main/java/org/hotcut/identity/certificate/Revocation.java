package org.hotcut.identity.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
     * @param staples OCSP responses that the peer has brought, the one about itself first: one that is good spares the question
     * @throws RefusedException when it was taken back, or nobody says that it was not and that counts
     */
    void check(CertPath path, PKIXParameters parameters, List<byte[]> staples) throws GeneralSecurityException, RefusedException {
        if (this == OFF) {
            return;
        }
        X509Certificate own = (X509Certificate) path.getCertificates().get(0);
        byte[] staple = staples.isEmpty() ? new byte[0] : staples.get(0);
        boolean isGood = staple.length > 0 && ask(path, parameters, Map.of(own, staple)) == null;
        CertPathValidatorException unknown = isGood ? null : ask(path, parameters, Map.of());
        if (unknown != null && this == HARD) {
            throw new RefusedException("nobody says whether it was revoked: " + unknown.getMessage());
        }
    }

    /**
     * Returns why nobody has said anything, or null when it was said to be good.
     *
     * @throws RefusedException when it was said to be revoked
     */
    private static CertPathValidatorException ask(CertPath path, PKIXParameters parameters, Map<X509Certificate, byte[]> staples)
            throws GeneralSecurityException, RefusedException {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY));
        checker.setOcspResponses(staples);
        PKIXParameters with = (PKIXParameters) parameters.clone();
        with.addCertPathChecker(checker);
        try {
            validator.validate(path, with);
            return null;
        } catch (CertPathValidatorException e) {
            // Java's own option for soft failures leaves out certificates that name nobody to ask
            if (e.getReason() == BasicReason.REVOKED) {
                throw new RefusedException("it was revoked");
            }
            return e;
        }
    }
}
