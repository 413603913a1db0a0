package org.hotcut.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Where certificates are kept: {@code NAME.pem} for everybody to read, {@code NAME-key.pem} for the server's user alone. */
final class Folder {
    private static final int LARGEST_FILE = 256 * 1024;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path path;

    Folder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path certificateFile(String name) {
        return path.resolve(name + ".pem");
    }

    Path keyFile(String name) {
        return path.resolve(name + "-key.pem");
    }

    /**
     * Returns the certificate of that name, empty when there are no files of it.
     *
     * @throws IOException when the disk or the permissions are at fault, so that nothing can be said about what the files hold
     */
    Optional<KeyedCertificate> read(String name) throws IOException, DamagedException {
        Optional<String> certificate = text(certificateFile(name));
        Optional<String> key = text(keyFile(name));
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new DamagedException((key.isEmpty() ? keyFile(name) : certificateFile(name)).getFileName() + " is missing");
        }
        return Optional.of(parse(name, certificate.get(), key.get()));
    }

    void write(String name, KeyedCertificate pair) throws IOException {
        PrivateFiles.createFolder(path, "rwxr-xr-x");
        PrivateFiles.replace(keyFile(name), Pem.of(pair.key()), PrivateFiles.OWNER);
        PrivateFiles.replace(certificateFile(name), Pem.of(pair.certificate()), PrivateFiles.EVERYBODY);
    }

    /** Renames what there is of that name, and returns what was added to the file names. */
    String setAside(String name, Instant now) throws IOException {
        String suffix = ".damaged-" + STAMP.format(now);
        for (Path file : new Path[] {certificateFile(name), keyFile(name)}) {
            if (Files.exists(file)) {
                Files.move(file, file.resolveSibling(file.getFileName() + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return suffix;
    }

    private KeyedCertificate parse(String name, String certificate, String key) throws DamagedException {
        KeyedCertificate pair = new KeyedCertificate(parse(certificateFile(name), certificate, Pem::certificate), parse(keyFile(name), key, Pem::key));
        if (!pair.matches()) {
            throw new DamagedException("the key in " + keyFile(name).getFileName() + " belongs to another certificate");
        }
        return pair;
    }

    private static <T> T parse(Path file, String text, Parser<T> parser) throws DamagedException {
        try {
            return parser.parse(text);
        } catch (GeneralSecurityException e) {
            throw new DamagedException(file.getFileName() + ": " + e.getMessage());
        }
    }

    private interface Parser<T> {
        T parse(String pem) throws GeneralSecurityException;
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                return Optional.of("");
            }
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read by the server's user", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
