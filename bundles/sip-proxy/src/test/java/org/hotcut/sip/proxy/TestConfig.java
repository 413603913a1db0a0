package org.hotcut.sip.proxy;

import java.lang.annotation.Annotation;

/** Configuration as the component runtime would give it. */
record TestConfig(int maxTargets, int nextSeconds, int pushSeconds, boolean pushReachable, boolean pushToRefresh) implements Config {
    TestConfig(int maxTargets, int nextSeconds, int pushSeconds, boolean pushReachable) {
        this(maxTargets, nextSeconds, pushSeconds, pushReachable, true);
    }

    TestConfig(int maxTargets) {
        this(maxTargets, 20, 25, false);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
