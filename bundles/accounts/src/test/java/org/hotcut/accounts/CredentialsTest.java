package org.hotcut.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

import org.hotcut.core.api.account.Account.Ha1;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void hashesAreThoseOfRfc7616() throws Exception {
        Credentials made = credentials("Mufasa", "example.org", "http-auth@example.org", "Circle of Life");
        // the response of RFC 7616 section 3.9.1 follows from the hash
        Ha1 md5 = made.ha1().get(DigestAlgorithm.MD5);
        assertEquals("8ca523f5e9506fed4657c9700eebdbec", response("MD5", md5.plain()));
        Ha1 sha256 = made.ha1().get(DigestAlgorithm.SHA_256);
        assertEquals("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", response("SHA-256", sha256.plain()));
    }

    @Test
    void eachHashIsMadeForTheUserNameAndForTheAddress() throws Exception {
        Credentials made = credentials("alice", "example.org", "example.org", "secret");
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            assertEquals(hash(algorithm.jca(), "alice:example.org:secret"), made.ha1().get(algorithm).plain());
            assertEquals(hash(algorithm.jca(), "alice@example.org:example.org:secret"), made.ha1().get(algorithm).withDomain());
        }
    }

    @Test
    void theUserhashIsThatOfRfc8489() throws Exception {
        assertEquals(hash("SHA-256", "alice:example.org"), credentials("alice", "example.org", "example.org", "secret").userhash());
    }

    @Test
    void theScramVerifierIsThatOfRfc7677() throws Exception {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        assertEquals("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
            Scram.SHA_256.verifier("pencil".toCharArray(), 4096, salt));
    }

    @Test
    void theScramVerifierIsThatOfRfc5802() throws Exception {
        byte[] salt = Base64.getDecoder().decode("QSXCR+Q6sek8bf92");
        String verifier = Scram.SHA_1.verifier("pencil".toCharArray(), 4096, salt);
        assertEquals("SCRAM-SHA-1$4096:QSXCR+Q6sek8bf92$6dlGYMOdZcOPutkcNY8U2g7vK9Y=:D+CSWLOshSulAsxiupA+qs2/fTE=", verifier);
    }

    @Test
    void saltsDiffer() throws Exception {
        assertNotEquals(Scram.SHA_256.verifier("x".toCharArray(), 4096), Scram.SHA_256.verifier("x".toCharArray(), 4096));
        assertTrue(Scram.SHA_256.verifier("x".toCharArray(), 4096).length() <= 255, "fits into its column");
    }

    @Test
    void aPasswordTypedAsCombiningCharactersIsTheSamePassword() throws Exception {
        Credentials composed = credentials("alice", "example.org", "example.org", "caf\u00e9");
        Credentials combining = credentials("alice", "example.org", "example.org", "cafe\u0301");
        assertEquals(composed.ha1(), combining.ha1());
        assertEquals(hash("MD5", "alice:example.org:caf\u00e9"), composed.ha1().get(DigestAlgorithm.MD5).plain());
    }

    private static Credentials credentials(String user, String domain, String realm, String password) throws Exception {
        return Credentials.of(user, domain, realm, password.toCharArray(), 4096);
    }

    private static String response(String algorithm, String ha1) throws Exception {
        String ha2 = hash(algorithm, "GET:/dir/index.html");
        return hash(algorithm, ha1 + ":7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth:" + ha2);
    }

    private static String hash(String algorithm, String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
