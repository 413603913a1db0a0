package org.hotcut.sip.proxy;

import java.lang.annotation.Annotation;

/** Configuration as the component runtime would give it. */
record TestConfig(int maxTargets) implements Config {
    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
