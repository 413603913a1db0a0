package org.hotcut.sip.notifier;

import java.lang.annotation.Annotation;

/** The configuration. */
record Settings(boolean keepMessages, int silence, String watchers, String passOn, int defaultExpires, int minExpires, int maxExpires) implements Config {
    static final Settings DEFAULT = new Settings(true, 20, "domain", "dialog, message-summary", 3_600, 60, 7_200);

    Settings keeping(boolean messages) {
        return new Settings(messages, silence, watchers, passOn, defaultExpires, minExpires, maxExpires);
    }

    Settings watchers(String who) {
        return new Settings(keepMessages, silence, who, passOn, defaultExpires, minExpires, maxExpires);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Config.class;
    }
}
