package org.hotcut.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is to be answered for each token while an order runs. */
final class Answers {
    /** RFC 8555 section 8.3: base64url. */
    static final String TOKEN = "[A-Za-z0-9_-]{1,128}";

    private static final Pattern VALID = Pattern.compile(TOKEN);

    private final Path folder;

    Answers(Path folder) {
        this.folder = folder;
    }

    void put(String token, String answer) throws IOException {
        if (!VALID.matcher(token).matches()) {
            throw new IOException("the authority's token is none: " + token);
        }
        PrivateFiles.createFolder(folder, "rwx------");
        PrivateFiles.replace(folder.resolve(token), answer, PrivateFiles.OWNER);
    }

    Optional<String> find(String token) throws IOException {
        if (!VALID.matcher(token).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(folder.resolve(token)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void clear() throws IOException {
        if (Files.isDirectory(folder)) {
            PrivateFiles.deleteFolder(folder);
        }
    }
}
