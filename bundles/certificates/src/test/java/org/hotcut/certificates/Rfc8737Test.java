package org.hotcut.certificates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

class Rfc8737Test {
    private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

    @Test
    void section3TheProofNamesOneDomainAndHasTheCriticalIdentifier() throws Exception {
        byte[] digest = new byte[32];
        digest[31] = 7;
        Instant now = Instant.now();
        X509Certificate proof = new Issuer().proof("example.org", digest, now).certificate();
        proof.verify(proof.getPublicKey());
        assertEquals(List.of(List.of(2, "example.org")), List.copyOf(proof.getSubjectAlternativeNames()));
        assertEquals(Set.of(ACME_IDENTIFIER), proof.getCriticalExtensionOIDs());
        assertArrayEquals(HexFormat.of().parseHex("04220420" + HexFormat.of().formatHex(digest)), proof.getExtensionValue(ACME_IDENTIFIER));
        assertTrue(proof.getNotBefore().toInstant().isBefore(now) && proof.getNotAfter().toInstant().isAfter(now));
    }
}
