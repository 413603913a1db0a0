package org.hotcut.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;

/** Keys that everybody knows. For one thread. */
public final class TestKeys implements Keys {
    private final Map<String, List<Key>> keys = new HashMap<>();
    private int next;

    @Override
    public Key current(String purpose) {
        List<Key> all = keys.computeIfAbsent(purpose, name -> new ArrayList<>());
        return all.isEmpty() ? rotate(purpose) : all.get(all.size() - 1);
    }

    @Override
    public Key find(String purpose, int id) {
        return keys.getOrDefault(purpose, List.of()).stream().filter(key -> key.id() == id).findAny().orElse(null);
    }

    @Override
    public Key rotate(String purpose) {
        byte[] secret = new byte[32];
        secret[0] = (byte) ++next;
        Key key = new Key(next & 0xff, new SecretKeySpec(secret, "HmacSHA256"));
        keys.computeIfAbsent(purpose, name -> new ArrayList<>()).add(key);
        return key;
    }

    /** Forgets all but the current key. */
    public void forgetOld(String purpose) {
        List<Key> all = keys.get(purpose);
        all.subList(0, all.size() - 1).clear();
    }
}
