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

    /** What belongs to the account with an ACME server. */
    Path acme() {
        return own().resolve("acme");
    }

    /** A folder for each certificate that an ACME server issued. */
    Path acmeIssued() {
        return acme().resolve("issued");
    }

    /** What an ACME server is to be answered. */
    Path acmeAnswers() {
        return acme().resolve("answers");
    }

    /** A folder for each certificate of the admin's. */
    Path admins() {
        return etc.resolve(FOLDER);
    }
}
