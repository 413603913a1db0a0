package org.hotcut.core.state;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing keys in the file {@code keys}: a line each, {@code purpose id base64}, a purpose's newest first. A key is on the disk before
 * anybody gets it. Reads take no lock.
 */
@Component(service = {Keys.class, KeyRing.class}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class KeyRing implements Keys {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final String FILE = "keys";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int KEPT = 5;
    private static final int IDS = 256;

    private final StateFolder folder;
    private final SecureRandom random = new SecureRandom();
    /** Purpose to its keys, newest first; the lists never change. */
    private final Map<String, List<Key>> rings = new ConcurrentHashMap<>();

    /** Activates the component. */
    @Activate
    public KeyRing(BundleContext context) {
        this(StateFolder.of(context));
    }

    KeyRing(StateFolder folder) {
        this.folder = folder;
        restore();
    }

    @Override
    public Key current(String purpose) {
        List<Key> ring = rings.get(purpose);
        return ring != null ? ring.get(0) : first(purpose);
    }

    @Override
    public Key find(String purpose, int id) {
        for (Key key : rings.getOrDefault(purpose, List.of())) {
            if (key.id() == id) {
                return key;
            }
        }
        return null;
    }

    @Override
    public synchronized Key rotate(String purpose) {
        Key made = add(purpose);
        LOG.info("New key {} for {}", made.id(), purpose);
        return made;
    }

    /** Returns how many keys there are for each purpose, in order of their names. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        rings.forEach((purpose, ring) -> counts.put(purpose, ring.size()));
        return counts;
    }

    private synchronized Key first(String purpose) {
        List<Key> ring = rings.get(purpose);
        return ring != null ? ring.get(0) : add(purpose);
    }

    private Key add(String purpose) {
        if (!purpose.matches("[!-~]{1,64}")) {
            throw new IllegalArgumentException("Not a purpose of a key: " + purpose);
        }
        List<Key> old = rings.getOrDefault(purpose, List.of());
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        Key made = key(old.isEmpty() ? random.nextInt(IDS) : (old.get(0).id() + 1) % IDS, secret);
        List<Key> ring = new ArrayList<>(KEPT);
        ring.add(made);
        ring.addAll(old.subList(0, Math.min(old.size(), KEPT - 1)));
        save(purpose, ring);
        rings.put(purpose, List.copyOf(ring));
        return made;
    }

    private void save(String purpose, List<Key> ring) {
        Map<String, List<Key>> all = new TreeMap<>(rings);
        all.put(purpose, ring);
        StringBuilder text = new StringBuilder();
        all.forEach((name, keys) -> keys.forEach(key -> text.append(name).append(' ').append(key.id()).append(' ')
            .append(Base64.getEncoder().encodeToString(key.secret().getEncoded())).append('\n')));
        folder.write(FILE, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void restore() {
        byte[] content = folder.read(FILE);
        if (content == null) {
            return;
        }
        try {
            Map<String, List<Key>> read = new TreeMap<>();
            new String(content, StandardCharsets.US_ASCII).lines().forEach(line -> {
                String[] words = line.split(" ");
                read.computeIfAbsent(words[0], purpose -> new ArrayList<>()).add(parse(words));
            });
            read.forEach((purpose, keys) -> rings.put(purpose, List.copyOf(keys)));
        } catch (IllegalArgumentException e) {
            folder.setAside(FILE, e.getMessage(), "new keys are made; tokens of calls that are up and nonces of phones are void, phones ask for a new nonce");
        }
    }

    private static Key parse(String[] words) {
        if (words.length != 3 || !words[1].matches("[0-9]{1,3}") || Integer.parseInt(words[1]) >= IDS) {
            throw new IllegalArgumentException("a line is not 'purpose id key'");
        }
        byte[] secret = Base64.getDecoder().decode(words[2]);
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a key has not " + BYTES + " bytes");
        }
        return key(Integer.parseInt(words[1]), secret);
    }

    private static Key key(int id, byte[] secret) {
        SecretKey key = new SecretKeySpec(secret, ALGORITHM);
        Arrays.fill(secret, (byte) 0);
        return new Key(id, key);
    }
}
