package org.hotcut.turn.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Claims of RFC 5769 section 2.4 and of RFC 8489 appendix B.1, where these are on this machine. */
class VectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("hotcut.vectors", "absent"), "rfc5769");
    private static final String MATRIX = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9";

    @Test
    void rfc5769_2_4_isMadeWithTheKeyByMd5() throws IOException {
        Claim claim = Claim.of(vector("rfc5769-2.4-request-long-term.bin")).by(new int[0]);
        assertEquals(MATRIX, claim.username());
        assertEquals(Stun.MD5, claim.algorithm());
        assertTrue(claim.isMadeWith(claim.keyOf("TheMatrIX")));
        assertFalse(claim.isMadeWith(claim.keyOf("TheMatrix")));
        assertFalse(claim.isAnsweredBySha256());
    }

    @Test
    void rfc8489_b_1_isMadeWithTheKeyBySha256UnderAHiddenName() throws IOException {
        Claim claim = Claim.of(vector("rfc8489-b.1-request-sha256.bin")).by(new int[] {Stun.SHA256, Stun.MD5});
        assertTrue(claim.names(MATRIX));
        assertFalse(claim.names("matrix"));
        assertEquals(Stun.SHA256, claim.algorithm());
        assertTrue(claim.isMadeWith(LongTermKey.sha256(MATRIX, "example.org", "TheMatrIX")));
        assertTrue(claim.isAnsweredBySha256());
    }

    private static StunMessage vector(String name) throws IOException {
        Path file = VECTORS.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "the vectors are not here");
        return StunMessage.of(Files.readAllBytes(file));
    }
}
