package org.hotcut.identity.certificate;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How strong keys and signatures of a chain must be. Our own rule, for Java's is one for the whole machine, and as it is delivered lets SHA-1 and 1024 bits pass
 * under authorities that are not its own. What is broken altogether (MD5, 512 bits) counts nowhere.
 */
enum Strength {
    /** What public authorities have issued since 2016. */
    TODAY(2048, Pattern.compile("SHA(224|256|384|512)|SHA512/(224|256)|SHA3-.*")),
    /** What makers have burnt into telephones that are still in use. */
    OLD(1024, Pattern.compile("SHA1|SHA(224|256|384|512)|SHA512/(224|256)|SHA3-.*"));

    private static final int EC_BITS = 224;

    private final int bits;
    private final Pattern digests;

    Strength(int bits, Pattern digests) {
        this.bits = bits;
        this.digests = digests;
    }

    /**
     * Checks keys and signatures of a path.
     *
     * @param above those who bear the name of its issuer
     * @return those of them whose keys are strong enough
     * @throws RefusedException naming what is too weak
     */
    List<X509Certificate> check(List<X509Certificate> path, List<X509Certificate> above) throws RefusedException {
        for (X509Certificate certificate : path) {
            checkKey(certificate);
            checkSignature(certificate);
        }
        List<X509Certificate> strong = above.stream().filter(authority -> weakness(authority.getPublicKey()) == null).toList();
        if (strong.isEmpty() && !above.isEmpty()) {
            checkKey(above.get(0));
        }
        return strong;
    }

    /** Checks the key of one certificate. */
    void checkKey(X509Certificate certificate) throws RefusedException {
        String weakness = weakness(certificate.getPublicKey());
        if (weakness != null) {
            throw weak(certificate, "has " + weakness);
        }
    }

    /** Returns what is weak about a key, or null. */
    private String weakness(PublicKey key) {
        if (key instanceof EdECPublicKey) {
            return null;
        }
        int least = key instanceof ECPublicKey ? EC_BITS : bits;
        int length = 0;
        if (key instanceof RSAPublicKey rsa) {
            length = rsa.getModulus().bitLength();
        } else if (key instanceof DSAPublicKey dsa && dsa.getParams() != null) {
            length = dsa.getParams().getP().bitLength();
        } else if (key instanceof ECPublicKey ec) {
            length = ec.getParams().getOrder().bitLength();
        }
        return length < least ? "a key of " + length + " bits of " + key.getAlgorithm() : null;
    }

    private void checkSignature(X509Certificate certificate) throws RefusedException {
        String name = certificate.getSigAlgName();
        if (name.toUpperCase(Locale.ROOT).startsWith("ED")) {
            return;
        }
        int with = name.indexOf("with");
        String digest = (with > 0 ? name.substring(0, with) : pssDigest(certificate)).replace("SHA-", "SHA").toUpperCase(Locale.ROOT);
        if (!digests.matcher(digest).matches()) {
            throw weak(certificate, "is signed with " + (with > 0 ? name : digest));
        }
    }

    /** Returns the name of the digest of a signature that says it in its parameters (RFC 4055 section 3.1). */
    private static String pssDigest(X509Certificate certificate) {
        byte[] said = certificate.getSigAlgParams();
        if (said == null) {
            return certificate.getSigAlgName();
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(said);
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException e) {
            return certificate.getSigAlgName();
        }
    }

    private RefusedException weak(X509Certificate certificate, String how) {
        String remedy = this == TODAY ? "; that counts only on a listener for old devices (tls.profile)" : "; that counts nowhere";
        return new RefusedException("the certificate of " + certificate.getSubjectX500Principal().getName() + " in its chain " + how + ", which is too weak" + remedy);
    }
}
