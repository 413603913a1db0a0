package org.hotcut.identity.certificate;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Whether an authority that counts vouches for a certificate (RFC 5280 section 6). The way up is one: at each step the first certificate that bears the
 * issuer's name. To try every order would let a stranger choose how much work that is.
 */
final class Chain {
    private static final int MOST = 10;

    /** Costly to make; only where there are old devices. */
    private static final class Old {
        private static final Provider RULES = new BouncyCastleProvider();
    }

    private final List<X509Certificate> authorities;
    private final Revocation revocation;
    private final List<byte[]> staples;
    private final Instant now;
    private final Strength strength;

    /**
     * @param authorities that count
     * @param staples     what the peer brought of its authority's word on revocation, in the order in which it sent the certificates
     */
    Chain(List<X509Certificate> authorities, Revocation revocation, List<byte[]> staples, Instant now, Strength strength) {
        this.authorities = authorities;
        this.revocation = revocation;
        this.staples = staples;
        this.now = now;
        this.strength = strength;
    }

    /**
     * Checks what a peer has sent.
     *
     * @return until when the result holds at most
     * @throws RefusedException when nobody who counts vouches for the first certificate, or it is not good now
     */
    Instant check(List<X509Certificate> sent) throws RefusedException {
        if (sent.size() > MOST) {
            throw new RefusedException("it comes with more than " + MOST + " certificates");
        }
        X509Certificate own = sent.get(0);
        if (authorities.contains(own)) {
            checkDates(own);
            strength.checkKey(own);
            return own.getNotAfter().toInstant();
        }
        List<X509Certificate> path = path(sent);
        checkDates(own);
        validate(path);
        return path.stream().map(certificate -> certificate.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
    }

    private void checkDates(X509Certificate own) throws RefusedException {
        try {
            own.checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw new RefusedException("it expired on " + own.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw new RefusedException("it is not valid before " + own.getNotBefore().toInstant());
        }
    }

    /** Returns the certificates from the peer's own up to the one that an authority has issued. */
    private List<X509Certificate> path(List<X509Certificate> sent) throws RefusedException {
        List<X509Certificate> path = new ArrayList<>();
        Set<X509Certificate> unused = new HashSet<>(sent);
        X509Certificate last = sent.get(0);
        while (true) {
            path.add(last);
            unused.remove(last);
            X509Certificate below = last;
            if (authorities.stream().anyMatch(authority -> hasIssued(authority, below))) {
                return path;
            }
            last = sent.stream().filter(unused::contains).filter(candidate -> hasIssued(candidate, below)).findFirst().orElse(null);
            if (last == null) {
                throw RefusedException.ofUnknownAuthority("its authority " + below.getIssuerX500Principal().getName() + " is not one of those that count here");
            }
        }
    }

    private static boolean hasIssued(X509Certificate issuer, X509Certificate issued) {
        return issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal());
    }

    private void validate(List<X509Certificate> path) throws RefusedException {
        X509Certificate last = path.get(path.size() - 1);
        List<X509Certificate> above = strength.check(path, authorities.stream().filter(authority -> hasIssued(authority, last)).toList());
        try {
            CertPath asPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(above.stream().map(authority -> new TrustAnchor(authority, null)).collect(Collectors.toSet()));
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(false);
            validator().validate(asPath, parameters);
            revocation.check(asPath, parameters, staples);
        } catch (CertPathValidatorException e) {
            throw new RefusedException(words(e));
        } catch (GeneralSecurityException e) {
            throw new RefusedException("its chain cannot be checked: " + e.getMessage());
        }
    }

    /** Java's validator refuses what its lists for the whole machine name; that of Bouncy Castle, as an instance that nobody else sees, knows no such lists. */
    private CertPathValidator validator() throws GeneralSecurityException {
        return strength == Strength.OLD ? CertPathValidator.getInstance("PKIX", Old.RULES) : CertPathValidator.getInstance("PKIX");
    }

    private static String words(CertPathValidatorException fault) {
        String which = fault.getIndex() > 0 ? "the certificate of an authority of it " : "it ";
        CertPathValidatorException.Reason reason = fault.getReason();
        if (reason == BasicReason.EXPIRED) {
            return which + "has expired";
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return which + "is not valid yet";
        }
        if (reason == BasicReason.INVALID_SIGNATURE) {
            return which + "was not signed by its authority";
        }
        if (reason == PKIXReason.NOT_CA_CERT) {
            return "it was issued by a certificate that is no authority's";
        }
        return "its chain is not good: " + fault.getMessage();
    }
}
