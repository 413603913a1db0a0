package org.hotcut.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * A jar that could be at work in place of an installed bundle.
 *
 * @param bundle  symbolic name
 * @param version Bundle-Version
 * @param role    Hotcut-Role in lower case, empty when it has none
 */
record Candidate(String bundle, String version, String role, Manifest manifest, Path file) {

    static final String ROLE = "Hotcut-Role";
    static final String BEHAVIOUR = "behaviour";

    /** @throws Refusal when the file is no bundle that can be swapped */
    static Candidate read(Path file, String shownAs) throws IOException, Refusal {
        Manifest manifest = manifest(file, shownAs);
        Attributes headers = manifest.getMainAttributes();
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null || !"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new Refusal(shownAs + " is no OSGi bundle: its manifest has no Bundle-SymbolicName or no Bundle-ManifestVersion 2.");
        }
        if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new Refusal(shownAs + " is a fragment of another bundle; fragments are not swapped on a running server.");
        }
        String version = headers.getValue(Constants.BUNDLE_VERSION);
        return new Candidate(name.split(";")[0].strip(), version == null ? "0.0.0" : version.strip(), role(headers.getValue(ROLE)), manifest, file);
    }

    static boolean isBehaviour(Bundle bundle) {
        return role(bundle.getHeaders("").get(ROLE)).equals(BEHAVIOUR);
    }

    boolean isBehaviour() {
        return role.equals(BEHAVIOUR);
    }

    private static String role(String header) {
        return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    }

    private static Manifest manifest(Path file, String shownAs) throws IOException, Refusal {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new Refusal(shownAs + " has no manifest.");
            }
            return manifest;
        } catch (ZipException e) {
            throw new Refusal(shownAs + " is no jar: " + e.getMessage() + ".");
        }
    }
}
