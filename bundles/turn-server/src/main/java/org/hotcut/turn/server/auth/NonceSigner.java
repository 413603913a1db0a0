package org.hotcut.turn.server.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import org.hotcut.core.api.Keys;
import org.hotcut.stun.NonceCookie;
import org.hotcut.turn.api.Client;

/**
 * Makes nonces that say themselves when they were made, what was offered with them and that it was us, so that nothing is remembered of anybody: behind the nonce cookie key
 * id, time, port, offer, and an HMAC over these with the client's protocol and address; base64url. It says for which port it was made (RFC 8489 section 9.2.4): whoever is
 * behind the same NAT and has overheard a request could else send it once more from there, as his own.
 */
final class NonceSigner {
    private static final String PURPOSE = "turn-nonce";
    private static final int SAID = 8;
    private static final int PORT_AT = 5;
    private static final int SIGNATURE = 13;
    private static final int CHARACTERS = 28;
    private static final int MOST_OFFERED = 2;
    private static final long SECOND = 1000;

    private final Keys keys;
    private final int features;

    /**
     * Prepares for a purpose of its own among the keys.
     *
     * @param anonymous whether clients are told that they may hide their user names
     */
    NonceSigner(Keys keys, boolean anonymous) {
        this.keys = keys;
        this.features = anonymous ? NonceCookie.USERNAME_ANONYMITY : 0;
        keys.current(PURPOSE); // so that no loop ever waits for it
    }

    /**
     * What a nonce of ours says.
     *
     * @param issuedAt milliseconds since 1970
     * @param port     of the client it was made for
     * @param offered  password algorithms in the PASSWORD-ALGORITHMS that went with it
     */
    record Nonce(long issuedAt, int port, int[] offered) { }

    /** Makes one. At most two algorithms can be offered. */
    String make(Client client, int[] offered, long now) {
        ByteBuffer said = ByteBuffer.allocate(SAID).put((byte) 0).putInt((int) (now / SECOND)).putShort((short) client.address().getPort()).put(packed(offered));
        return sign(keys.current(PURPOSE), said.array(), features | (offered.length > 0 ? NonceCookie.PASSWORD_ALGORITHMS : 0), client);
    }

    /** Returns what a nonce says, or null when it was not we who made it for this address, or the key is gone. */
    Nonce read(String nonce, Client client) {
        byte[] bytes = decode(NonceCookie.rest(nonce));
        Keys.Key key = bytes == null ? null : keys.find(PURPOSE, bytes[0] & 0xff);
        if (key == null) {
            return null;
        }
        ByteBuffer said = ByteBuffer.wrap(bytes, 0, SAID);
        String ours = sign(key, Arrays.copyOf(bytes, SAID), NonceCookie.features(nonce), client);
        boolean isOurs = MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8));
        return isOurs ? new Nonce((said.getInt(1) & 0xffff_ffffL) * SECOND, said.getShort(PORT_AT) & 0xffff, unpacked(bytes[SAID - 1])) : null;
    }

    private static String sign(Keys.Key key, byte[] said, int features, Client client) {
        said[0] = (byte) key.id();
        byte[] context = ("" + features + ' ' + client.protocol() + ' ').getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Hmac.SHA256.of(key.secret().getEncoded(), said, context, client.address().getAddress().getAddress());
        byte[] all = Arrays.copyOf(said, SAID + SIGNATURE);
        System.arraycopy(signature, 0, all, SAID, SIGNATURE);
        return NonceCookie.make(features, Base64.getUrlEncoder().withoutPadding().encodeToString(all));
    }

    private static byte[] decode(String text) {
        if (text.length() != CHARACTERS) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte packed(int[] offered) {
        if (offered.length > MOST_OFFERED) {
            throw new IllegalArgumentException("at most " + MOST_OFFERED + " password algorithms can be offered");
        }
        int packed = 0;
        for (int i = 0; i < offered.length; i++) {
            packed |= offered[i] << 4 * i;
        }
        return (byte) packed;
    }

    private static int[] unpacked(byte packed) {
        int first = packed & 0xf;
        int second = packed >> 4 & 0xf;
        return first == 0 ? new int[0] : second == 0 ? new int[] {first} : new int[] {first, second};
    }
}
