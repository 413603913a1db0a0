package org.hotcut.upgrade.sample;

import java.util.function.Supplier;

/** A behaviour that works. */
public final class Speaker implements Supplier<String> {
    @Override
    public String get() {
        return "hello";
    }
}
