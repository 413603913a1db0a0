package org.hotcut.core.api.upgrade;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Swaps bundles on a running server, and puts the old one back when the new one does not come up. Implemented by {@code upgrade}, called by the
 * shell. One swap at a time, others wait; safe for any thread, blocks for as long as a swap takes (a few seconds).
 */
@ProviderType
public interface Upgrades {
    /**
     * Replaces the installed bundle that has the jar's symbolic name. The jar is resolved beside the old one first; what does not resolve never stops the
     * old one. What is in force stays so after a restart and after any feature is installed.
     *
     * @param jar            where to read it from: {@code file:}, {@code mvn:} and whatever else the server has a handler for
     * @param evenStateOrApi whether the admin accepts what is lost when this is not a behaviour bundle
     * @param progress       told, on a thread of {@code upgrade}, what is being done, a sentence each
     * @return what came of it; faults of the jar and refusals are outcomes too
     * @throws InterruptedException when the calling thread is; the swap is finished all the same
     */
    Report update(URI jar, boolean evenStateOrApi, Consumer<String> progress) throws InterruptedException;

    /**
     * Puts back what was in force before the last update of a bundle, in the same way.
     *
     * @param bundle symbolic name, or what follows {@code org.hotcut.} in it, with dots or hyphens
     */
    Report rollback(String bundle, boolean evenStateOrApi, Consumer<String> progress) throws InterruptedException;

    /** Returns the bundles that are not as they were delivered: {@code from} the delivered version {@code to} that in force. */
    List<Upgrade> current();

    /** Returns what was tried, the latest first; the last 200. */
    List<Upgrade> history();
}
