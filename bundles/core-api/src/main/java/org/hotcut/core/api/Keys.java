package org.hotcut.core.api;

import javax.crypto.SecretKey;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The server's own signing keys, by purpose ("nonce", "route"). They outlive every swap and restart. Each purpose has one
 * current key and a few older ones, told apart by an id that travels with what was signed. Safe for any thread; never blocks
 * once a purpose was asked for.
 */
@ProviderType
public interface Keys {
    /** A key and the id to send along with what it signs; ids are 0 to 255 and wrap. */
    record Key(int id, SecretKey secret) { }

    /** Returns the key to sign with, made (32 random bytes, for HmacSHA256) when the purpose is new. */
    Key current(String purpose);

    /** Returns the key that signed, or null when it was rotated out or never was. */
    Key find(String purpose, int id);

    /** Makes a new current key; the four before it are still found. */
    Key rotate(String purpose);
}
