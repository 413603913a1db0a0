package org.hotcut.sip.registrar;

import java.lang.annotation.Annotation;

/** The configuration. */
record Settings(int defaultExpires, int minExpires, int maxExpires, int maxExpiresBehindNat, int flowTimer) implements Config {
    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
