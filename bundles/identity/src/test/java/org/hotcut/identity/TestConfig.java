package org.hotcut.identity;

import java.lang.annotation.Annotation;

/** Configuration as the component runtime would give it. */
record TestConfig(int nonceSeconds, boolean trustRegister, String[] trusted) implements Config {
    static Config of(int nonceSeconds, boolean trustRegister, String... trusted) {
        return new TestConfig(nonceSeconds, trustRegister, trusted);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
