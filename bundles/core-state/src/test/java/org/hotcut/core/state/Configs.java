package org.hotcut.core.state;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services would make them. */
public final class Configs {
    private Configs() { }

    /** Returns the defaults but for what is given. */
    public static CoreStateConfig with(Map<String, Object> values) {
        return (CoreStateConfig) Proxy.newProxyInstance(Configs.class.getClassLoader(), new Class<?>[] {CoreStateConfig.class},
            (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
