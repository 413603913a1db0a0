package org.hotcut.turn.server;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services would make them. */
final class TestConfig {
    private TestConfig() { }

    /** Returns the defaults but for what is given, by the names of the methods. */
    static Config with(Map<String, Object> values) {
        return (Config) Proxy.newProxyInstance(TestConfig.class.getClassLoader(), new Class<?>[] {Config.class},
            (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
