package org.hotcut.net;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.OpenSsl;

/** Cipher suites by Java's names: which may be configured, and which BoringSSL is given when none are. */
final class TlsSuites {
    private static final List<String> TLS13 = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final List<String> MODERN = List.of(
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** What TLS 1.0 and 1.1 have; without 3DES and RC4, which are broken: the former can still be configured. */
    private static final List<String> OLD = List.of(
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA");

    private TlsSuites() { }

    /** Returns those that BoringSSL is given, in the order of our preference. */
    static List<String> ofBoringSsl(TlsPolicy policy) {
        List<String> wanted = policy.ciphers().isEmpty() ? byDefault(policy.oldDevices()) : policy.ciphers();
        // of TLS 1.3 it always has all three, and Netty turns that version off where none of them is named
        boolean named = wanted.stream().anyMatch(TLS13::contains);
        return named || !policy.versions().contains("TLSv1.3") ? wanted : Stream.concat(TLS13.stream(), wanted.stream()).toList();
    }

    private static List<String> byDefault(boolean oldDevices) {
        return oldDevices ? Stream.concat(MODERN.stream(), OLD.stream()).toList() : MODERN;
    }

    /**
     * Refuses what cannot be used.
     *
     * @throws IllegalArgumentException with the key that is wrong
     */
    static void check(TlsPolicy policy) {
        if (policy.ciphers().isEmpty() || policy.boringSsl() && !OpenSsl.isAvailable()) {
            return;
        }
        List<String> usable = usable(policy);
        for (String cipher : policy.ciphers()) {
            if (!usable.contains(cipher)) {
                throw new IllegalArgumentException("tls.ciphers has '" + cipher + "', which is not used here; there are " + String.join(", ", usable));
            }
        }
        // the names of those of TLS 1.3 do not say how the key is agreed on
        if (policy.versions().equals(List.of("TLSv1.3")) && policy.ciphers().stream().allMatch(cipher -> cipher.contains("_WITH_"))) {
            throw new IllegalArgumentException("tls.ciphers has none of TLSv1.3, and tls.protocols allows no other");
        }
    }

    /** Whoever serves more than old devices gets nothing that Java has turned off. */
    private static List<String> usable(TlsPolicy policy) {
        if (policy.oldDevices()) {
            return OpenSsl.availableJavaCipherSuites().stream().filter(cipher -> !cipher.contains("PSK")).sorted().toList();
        }
        return policy.boringSsl() ? java().stream().filter(OpenSsl.availableJavaCipherSuites()::contains).toList() : java();
    }

    private static List<String> java() {
        try {
            List<String> usable = new ArrayList<>(Arrays.asList(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites()));
            usable.remove("TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
            return usable;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no TLS in this Java", e);
        }
    }
}
