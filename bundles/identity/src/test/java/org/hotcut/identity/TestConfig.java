package org.hotcut.identity;

import java.lang.annotation.Annotation;

/** Configuration as the component runtime would give it. */
public record TestConfig(int nonceSeconds, boolean trustRegister, String[] trusted, String[] devices, boolean emailUsers, String revocation, String unknownAuthority, String refused,
                         String outgoing) implements Config {
    static Config of(int nonceSeconds, boolean trustRegister, String... trusted) {
        return new TestConfig(nonceSeconds, trustRegister, trusted, new String[0], false, "off", "close", "close", "public");
    }

    /** Returns one with what is about certificates. */
    public static Config certificates(boolean emailUsers, String revocation, String refused, String... devices) {
        return new TestConfig(600, true, new String[0], devices, emailUsers, revocation, refused, refused, "public");
    }

    /** Returns one as it is delivered, but for the profile by which connections of ours are judged. */
    public static Config delivered(String outgoing) {
        return new TestConfig(600, true, new String[0], new String[0], false, "off", "ignore", "close", outgoing);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
