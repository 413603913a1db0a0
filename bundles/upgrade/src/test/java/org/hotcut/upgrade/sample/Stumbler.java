package org.hotcut.upgrade.sample;

import java.util.function.Supplier;

/** A behaviour whose constructor throws. */
public final class Stumbler implements Supplier<String> {
    public Stumbler() {
        throw new IllegalStateException("the table of tones is empty");
    }

    @Override
    public String get() {
        return "";
    }
}
