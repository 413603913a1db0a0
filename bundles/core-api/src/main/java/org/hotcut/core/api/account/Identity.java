package org.hotcut.core.api.account;

/**
 * Who the sender of a request was proven to be. The three kinds are never mixed.
 *
 * @param kind what the name speaks for
 * @param name {@code example.org}, {@code alice@example.org}, or a device's name
 * @param how  the proof, in words for the admin: {@code digest SHA-256}, {@code trusted source 192.0.2.7}
 */
public record Identity(Kind kind, String name, String how) {
    /** What an identity speaks for. */
    public enum Kind {
        /** Any user of that domain. */
        DOMAIN,
        /** That user only. */
        USER,
        /** The users mapped to that device. */
        DEVICE,
        /** A source the admin trusts to speak for anybody, such as a PBX. */
        TRUSTED
    }
}
