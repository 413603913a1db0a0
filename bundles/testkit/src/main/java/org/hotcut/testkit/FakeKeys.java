package org.hotcut.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;

/** Keys made of their purpose and id; any that was never rotated out is found. */
public final class FakeKeys implements Keys {
    private final Map<String, Integer> current = new ConcurrentHashMap<>();

    @Override
    public Key current(String purpose) {
        return key(purpose, current.computeIfAbsent(purpose, any -> 0));
    }

    @Override
    public Key find(String purpose, int id) {
        int newest = current.getOrDefault(purpose, -1);
        return id <= newest && id > newest - 5 && id >= 0 ? key(purpose, id) : null;
    }

    @Override
    public Key rotate(String purpose) {
        return key(purpose, current.merge(purpose, 1, Integer::sum));
    }

    private static Key key(String purpose, int id) {
        return new Key(id, new SecretKeySpec((purpose + '-' + id).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }
}
