package org.hotcut.sip.notifier;

import java.lang.annotation.Annotation;

record Settings(boolean keepMessages, int silence) implements Config {
    static final Settings DEFAULT = new Settings(true, 20);

    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
