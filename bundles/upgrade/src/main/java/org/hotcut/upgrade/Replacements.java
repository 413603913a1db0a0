package org.hotcut.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Function;

/** Tells the feature service which bundles to take instead of those that features list. */
interface Replacements {
    /** Returns the location under which a feature lists an installed bundle, empty when none does. */
    String origin(String location);

    /**
     * Makes the feature service use these from now on, and at each start.
     *
     * @return null, or why the next installation of a feature would put the delivered versions back
     */
    String apply(Collection<Ledger.Entry> entries, Function<String, Path> files) throws IOException;
}
