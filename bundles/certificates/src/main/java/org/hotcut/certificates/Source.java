package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a certificate may come from.
 *
 * @param name of the folder or file, unlike that of the others
 * @param path a folder of PEM or PKCS#12 files, or one such file
 */
record Source(String name, Path path) {
    private static final int MOST = 500;

    /** Returns what there is: the folders and PKCS#12 files of these, then the further paths. */
    static List<Source> find(List<Path> parents, List<Path> further) throws IOException {
        Map<String, Source> found = new LinkedHashMap<>();
        for (Path parent : parents) {
            for (Path each : PrivateFiles.children(parent, MOST)) {
                if (Files.isDirectory(each) || Material.isPkcs12(each)) {
                    add(found, each);
                }
            }
        }
        further.forEach(each -> add(found, each));
        return new ArrayList<>(found.values());
    }

    private static void add(Map<String, Source> found, Path path) {
        String name = path.getFileName().toString();
        for (int i = 2; found.containsKey(name); i++) {
            name = path.getFileName() + "-" + i;
        }
        found.put(name, new Source(name, path));
    }
}
