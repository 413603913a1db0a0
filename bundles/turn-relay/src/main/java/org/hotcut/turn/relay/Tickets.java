package org.hotcut.turn.relay;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;

/**
 * MOBILITY-TICKETs (RFC 8016 section 3.3): which allocation, and which of the tickets that were given for it, encrypted and authenticated under a key of {@code core-state}
 * that outlives the process. Safe for any thread.
 */
final class Tickets {
    /**
     * What a ticket says.
     *
     * @param allocation id of it
     * @param number     of the ticket, from 1
     */
    record Ticket(long allocation, int number) { }

    private static final String PURPOSE = "turn-mobility";
    private static final int KEY_ID = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int CONTENT = Long.BYTES + Integer.BYTES;
    private static final int LENGTH = KEY_ID + NONCE + CONTENT + TAG_BITS / Byte.SIZE;

    private final Keys keys;
    private final SecureRandom random = new SecureRandom();

    Tickets(Keys keys) {
        this.keys = keys;
    }

    /** Makes one. */
    byte[] write(Ticket ticket) {
        Keys.Key key = keys.current(PURPOSE);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(ByteBuffer.allocate(CONTENT).putLong(ticket.allocation).putInt(ticket.number).array());
            return ByteBuffer.allocate(LENGTH).put((byte) key.id()).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has the algorithms
        }
    }

    /** Returns what one says, or null when it is none of ours, or of a key that is no more. */
    Ticket read(byte[] ticket) {
        if (ticket.length != LENGTH) {
            return null;
        }
        Keys.Key key = keys.find(PURPOSE, ticket[0] & 0xff);
        if (key == null) {
            return null;
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(ticket, KEY_ID, KEY_ID + NONCE));
            ByteBuffer content = ByteBuffer.wrap(cipher.doFinal(ticket, KEY_ID + NONCE, LENGTH - KEY_ID - NONCE));
            return new Ticket(content.getLong(), content.getInt());
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static Cipher cipher(int mode, Keys.Key key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] secret = MessageDigest.getInstance("SHA-256").digest(key.secret().getEncoded());
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {(byte) key.id()});
        return cipher;
    }
}
