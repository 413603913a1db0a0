package org.hotcut.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Makes of what was found the one key with its chain that is fit for use, or says why there is none. Pure. */
final class Judge {
    private static final int LONGEST_CHAIN = 10;
    private static final int LEAST_RSA = 2048;
    private static final int LEAST_EC = 256;

    private Judge() { }

    /** Returns, of several pairs of certificate and key, the valid one that is valid longest; an expired one only where there is no other. */
    static KeyChain judge(Material material, Instant now) throws RefusedException {
        List<X509Certificate> certificates = material.certificates();
        if (certificates.isEmpty()) {
            throw new RefusedException(material.keys().isEmpty() ? "there is neither a certificate nor a key: put PEM files (chain and key) or a .p12 file there"
                : "there is a key without a certificate: put the certificate beside it, or have the request of cert:request signed and cert:import the answer", !material.keys().isEmpty());
        }
        if (material.keys().isEmpty()) {
            throw new RefusedException("there is a certificate without its key: put the key, PEM, beside it");
        }
        List<KeyChain> pairs = new ArrayList<>();
        for (PrivateKey key : material.keys()) {
            certificates.stream().filter(each -> belong(key, each.getPublicKey())).forEach(leaf -> pairs.add(new KeyChain(key, chain(leaf, certificates))));
        }
        KeyChain best = pairs.stream().max(Comparator.comparing((KeyChain pair) -> pair.isValid(now)).thenComparing(KeyChain::ends))
            .orElseThrow(() -> new RefusedException("the key belongs to none of the certificates there (" + certificates.get(0).getSubjectX500Principal().getName()
                + "): put the one beside it that its request was made with"));
        check(best, now);
        return best;
    }

    private static void check(KeyChain pair, Instant now) throws RefusedException {
        X509Certificate leaf = pair.leaf();
        if (leaf.getBasicConstraints() >= 0) {
            throw new RefusedException("it is the certificate of an authority, not of a server");
        }
        if (pair.hosts().isEmpty()) {
            throw new RefusedException("it names no host (no subjectAltName), so no client takes it: have it issued anew with its names");
        }
        if (now.isBefore(pair.begins())) {
            throw new RefusedException("it is not valid before " + pair.begins() + "; it is taken then (or is the clock wrong?)");
        }
        boolean weak = leaf.getPublicKey().getAlgorithm().equals("RSA") ? pair.bits() < LEAST_RSA : pair.bits() < LEAST_EC;
        if (weak) {
            throw new RefusedException("its key is too weak (" + pair.kind() + "): use RSA 2048 or EC 256 at least");
        }
        for (X509Certificate each : pair.chain()) {
            String scheme = each.getSigAlgName().toUpperCase(Locale.ROOT);
            if (scheme.startsWith("SHA1") || scheme.startsWith("MD5") || scheme.startsWith("MD2")) {
                throw new RefusedException("\"" + each.getSubjectX500Principal().getName() + "\" is signed with " + each.getSigAlgName() + ", which clients refuse");
            }
            if (each != leaf && now.isAfter(each.getNotAfter().toInstant()) && pair.isValid(now)) {
                throw new RefusedException("the intermediate \"" + each.getSubjectX500Principal().getName() + "\" expired on " + each.getNotAfter().toInstant()
                    + ": get the present one from the authority");
            }
        }
    }

    /** Returns the certificate and its issuers, as far as they are there; not the root, which clients have or do not believe (RFC 8446 section 4.4.2). */
    private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> pool) {
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate each = leaf; each != null && chain.size() < LONGEST_CHAIN; each = issuer(each, pool)) {
            chain.add(each);
        }
        return List.copyOf(chain);
    }

    private static X509Certificate issuer(X509Certificate issued, List<X509Certificate> pool) {
        return pool.stream().filter(each -> !isSelfSigned(each) && each.getBasicConstraints() >= 0 && !each.equals(issued) && signed(each, issued))
            .max(Comparator.comparing(X509Certificate::getNotAfter)).orElse(null);
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return signed(certificate, certificate);
    }

    private static boolean signed(X509Certificate issuer, X509Certificate issued) {
        if (!Objects.equals(issuer.getSubjectX500Principal(), issued.getIssuerX500Principal())) {
            return false;
        }
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean belong(PrivateKey secret, PublicKey open) {
        if (!secret.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        byte[] probe = {1, 2, 3, 4, 5, 6, 7, 8};
        try {
            Signature signature = Signature.getInstance(open.getAlgorithm().equals("RSA") ? "SHA256withRSA" : KeyedCertificate.SIGNATURE);
            signature.initSign(secret);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
