package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of what is presented, for other servers on this machine: readable for the group of the folder, which the admin chooses. */
final class Export {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);
    private static final String GROUP_FOLDER = "rwxr-x---";

    private final Path folder;

    /** Remembers where, null for nowhere. */
    Export(Path folder) {
        this.folder = folder;
    }

    /** Brings the copies up to date; files that have not changed stay as they are. What cannot be written is no reason not to present a certificate. */
    void write(Map<String, KeyChain> presented) {
        if (folder == null) {
            return;
        }
        try {
            copy(presented);
        } catch (IOException e) {
            LOG.warn("Certificates cannot be copied to {} ({}): may the server's user write there?", folder, e.toString());
        }
    }

    private void copy(Map<String, KeyChain> presented) throws IOException {
        PrivateFiles.createFolder(folder, GROUP_FOLDER);
        for (Map.Entry<String, KeyChain> each : presented.entrySet()) {
            Path target = folder.resolve(each.getKey());
            PrivateFiles.createFolder(target, GROUP_FOLDER);
            replace(target.resolve("privkey.pem"), Pem.of(each.getValue().key()));
            replace(target.resolve("fullchain.pem"), each.getValue().chainPem());
        }
    }

    private static void replace(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            PrivateFiles.replace(file, text, PrivateFiles.GROUP);
        }
    }
}
