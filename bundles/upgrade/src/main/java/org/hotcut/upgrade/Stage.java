package org.hotcut.upgrade;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/**
 * Tries whether a bundle would resolve, beside the one that is at work: a bundle of another name that has the same requirements and nothing else, no
 * code, nothing that others could be wired to.
 */
final class Stage {
    private static final List<String> REQUIREMENTS = List.of(Constants.IMPORT_PACKAGE, Constants.REQUIRE_BUNDLE, Constants.REQUIRE_CAPABILITY,
        "Bundle-RequiredExecutionEnvironment");

    private static final String LOCATION = "hotcut-upgrade:";

    private final BundleContext context;

    Stage(BundleContext context) {
        this.context = context;
    }

    /** @throws Refusal saying what is missing */
    void resolve(Candidate candidate) throws Refusal {
        String name = candidate.bundle() + ".staged";
        Bundle staged = null;
        try {
            staged = context.installBundle(LOCATION + name, new ByteArrayInputStream(jar(candidate, name)));
            staged.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw new Refusal(candidate.bundle() + " " + candidate.version() + " does not resolve on this server: " + Causes.sentence(e));
        } finally {
            remove(staged);
        }
    }

    /** Removes what the end of the process left behind. */
    void clear() {
        Arrays.stream(context.getBundles()).filter(bundle -> bundle.getLocation().startsWith(LOCATION)).forEach(Stage::remove);
    }

    private static byte[] jar(Candidate candidate, String name) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.BUNDLE_VERSION, candidate.version());
        for (String header : REQUIREMENTS) {
            String value = candidate.manifest().getMainAttributes().getValue(header);
            if (value != null) {
                headers.putValue(header, value);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void remove(Bundle staged) {
        if (staged == null) {
            return;
        }
        try {
            staged.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }
}
