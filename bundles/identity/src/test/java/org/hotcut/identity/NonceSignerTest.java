package org.hotcut.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.hotcut.testkit.FakeKeys;
import org.junit.jupiter.api.Test;

class NonceSignerTest {
    private final FakeKeys keys = new FakeKeys();
    private final NonceSigner signer = new NonceSigner(keys);

    @Test
    void knowsItsOwnAndWhenItWasMade() {
        String nonce = signer.make("example.org", 1_234_567);
        assertEquals(1_234_567, signer.issuedAt(nonce, "example.org"));
        assertEquals(1_234_567, new NonceSigner(keys).issuedAt(nonce, "example.org"), "another instance with the same keys knows it too");
        assertNotEquals(nonce, signer.make("example.org", 1_234_567));
    }

    @Test
    void knowsOneOfAnOlderKeyUntilThatIsGone() {
        String nonce = signer.make("example.org", 5);
        keys.rotate("nonce");
        assertEquals(5, signer.issuedAt(nonce, "example.org"));
        for (int i = 0; i < 4; i++) {
            keys.rotate("nonce");
        }
        assertEquals(-1, signer.issuedAt(nonce, "example.org"));
    }

    @Test
    void doesNotKnowOneOfAnotherRealmOrOneThatWasTouched() {
        String nonce = signer.make("example.org", 5);
        assertEquals(-1, signer.issuedAt(nonce, "example.com"));
        for (int i = 0; i < nonce.length(); i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            assertEquals(-1, signer.issuedAt(nonce.substring(0, i) + other + nonce.substring(i + 1), "example.org"));
        }
        assertEquals(-1, signer.issuedAt("", "example.org"));
        assertEquals(-1, signer.issuedAt("*".repeat(nonce.length()), "example.org"));
    }
}
