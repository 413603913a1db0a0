package org.hotcut.sip.events;

import java.lang.reflect.Proxy;

/** A configuration in which nobody has set anything. */
final class Defaults {
    private Defaults() { }

    static <T> T of(Class<T> annotation) {
        return annotation.cast(Proxy.newProxyInstance(annotation.getClassLoader(), new Class<?>[] {annotation}, (proxy, method, given) -> method.getDefaultValue()));
    }
}
