package org.hotcut.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The key pair by which the administrator of this machine logs in over SSH.
 *
 * <p>The private key lies in the data folder, readable by its owner only. The public key is a line of {@code keys.properties} in the
 * configuration folder, where Karaf's login module looks for it. RSA, because that module reads the coordinates of an elliptic curve key as
 * signed numbers and so refuses about three keys in four.
 */
final class AdminKey {

    /** The user that the key logs in. */
    static final String USER = "hotcut";

    private static final int BITS = 3072;
    private static final String PRIVATE_KEY = "admin.key";
    private static final String PUBLIC_KEY = "admin.pub";

    private final Path folder;
    private final Path allowedKeys;

    /**
     * @param folder where the pair lies; made when absent
     * @param allowedKeys the file of the public keys that may log in
     */
    AdminKey(Path folder, Path allowedKeys) {
        this.folder = folder;
        this.allowedKeys = allowedKeys;
    }

    /**
     * Makes the pair if there is none, and sees to it that it may log in.
     *
     * @throws IOException if a file cannot be read or written
     */
    void ensure() throws IOException {
        if (!Files.exists(folder.resolve(PRIVATE_KEY)) || !Files.exists(folder.resolve(PUBLIC_KEY))) {
            make();
        }
        allow(Files.readString(folder.resolve(PUBLIC_KEY)).trim());
    }

    /**
     * Returns the pair, for whoever may read it.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    KeyPair pair() throws IOException {
        String body = Files.readString(folder.resolve(PRIVATE_KEY)).replaceAll("-----[A-Z ]+-----", "");
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
            return new KeyPair(factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key);
        } catch (GeneralSecurityException e) {
            throw new IOException(folder.resolve(PRIVATE_KEY) + " holds no RSA key", e);
        }
    }

    private void make() throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        KeyPair pair = generate();
        write(PUBLIC_KEY, Base64.getEncoder().encodeToString(wireForm((RSAPublicKey) pair.getPublic())) + "\n");
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
        write(PRIVATE_KEY, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot make RSA keys", e);
        }
    }

    private void write(String name, String text) throws IOException {
        Path temporary = Files.createTempFile(folder, name, null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text);
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void allow(String publicKey) throws IOException {
        String entry = USER + " = " + publicKey + ",_g_:admingroup";
        List<String> lines = Files.exists(allowedKeys) ? Files.readAllLines(allowedKeys) : List.of();
        if (lines.contains(entry)) {
            return;
        }
        List<String> changed = new ArrayList<>(lines);
        changed.removeIf(line -> line.startsWith(USER + " ="));
        changed.add(entry);
        Files.write(allowedKeys, changed);
    }

    /** RFC 4253 section 6.6: the name of the algorithm, the exponent and the modulus, each with its length before it. */
    private static byte[] wireForm(RSAPublicKey key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeField(out, "ssh-rsa".getBytes(StandardCharsets.US_ASCII));
            writeField(out, key.getPublicExponent().toByteArray());
            writeField(out, key.getModulus().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeField(DataOutputStream out, byte[] field) throws IOException {
        out.writeInt(field.length);
        out.write(field);
    }
}
