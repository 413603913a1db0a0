package org.hotcut.certificates;

import java.nio.file.Path;

import org.osgi.framework.BundleContext;

/**
 * Where things are kept.
 *
 * @param data of the server, what it writes itself
 * @param etc  what the admin writes
 */
record Places(Path data, Path etc) {
    private static final String FOLDER = "certificates";

    Places(BundleContext context) {
        this(Path.of(context.getProperty("hotcut.data") == null ? context.getProperty("karaf.data") : context.getProperty("hotcut.data")),
            Path.of(context.getProperty("karaf.etc")));
    }

    /** The local authority and what it issued. */
    Path own() {
        return data.resolve(FOLDER);
    }

    /** What was taken from files. */
    Path shelf() {
        return own().resolve("taken");
    }

    /** A folder for each certificate of the admin's. */
    Path admins() {
        return etc.resolve(FOLDER);
    }
}
