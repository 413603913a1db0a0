package org.hotcut.core.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A capped map in shards, each with a lock of its own held for a look-up only; the least lately used entry of a full shard goes. Any thread.
 *
 * @param <K> key
 * @param <V> value
 */
public final class Lru<K, V> {
    private static final int SHARDS = 16;

    private final List<Shard<K, V>> shards = new ArrayList<>(SHARDS);
    private volatile int capacity;

    /** Makes a map; {@code evicted} is told, under the shard's lock, what had to go for want of room. */
    public Lru(int capacity, BiConsumer<K, V> evicted) {
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new Shard<>(evicted));
        }
        resize(capacity);
    }

    /** Changes how many entries are kept. */
    public void resize(int most) {
        capacity = most;
        for (Shard<K, V> shard : shards) {
            synchronized (shard) {
                shard.resize(Math.max(1, most / SHARDS));
            }
        }
    }

    /** Returns how many entries are kept at most. */
    public int capacity() {
        return capacity;
    }

    /** Returns a value, now the most lately used one, or null. */
    public V get(K key) {
        Shard<K, V> shard = shard(key);
        synchronized (shard) {
            return shard.get(key);
        }
    }

    /** Puts a value. */
    public void put(K key, V value) {
        Shard<K, V> shard = shard(key);
        synchronized (shard) {
            shard.put(key, value);
        }
    }

    /** Calls a function with the value, made by {@code make} where there is none ({@code make} may return null: nothing is stored), under the shard's lock. */
    public <R> R with(K key, Function<? super K, ? extends V> make, Function<? super V, R> use) {
        Shard<K, V> shard = shard(key);
        synchronized (shard) {
            V value = shard.get(key);
            if (value == null) {
                value = make.apply(key);
                if (value != null) {
                    shard.put(key, value);
                }
            }
            return use.apply(value);
        }
    }

    /** Removes an entry. */
    public void remove(K key) {
        Shard<K, V> shard = shard(key);
        synchronized (shard) {
            shard.remove(key);
        }
    }

    /** Removes entries by their key. */
    public void removeIf(Predicate<K> condition) {
        for (Shard<K, V> shard : shards) {
            synchronized (shard) {
                shard.keySet().removeIf(condition);
            }
        }
    }

    /** Returns the number of entries. */
    public int size() {
        int size = 0;
        for (Shard<K, V> shard : shards) {
            synchronized (shard) {
                size += shard.size();
            }
        }
        return size;
    }

    /** Calls with all entries, the least lately used of each shard first, under the shard's lock. */
    public void forEach(BiConsumer<? super K, ? super V> consumer) {
        for (Shard<K, V> shard : shards) {
            synchronized (shard) {
                shard.forEach(consumer);
            }
        }
    }

    private Shard<K, V> shard(K key) {
        // the upper bits choose the shard, for the lower ones choose the bucket in it
        return shards.get((key.hashCode() * 0x9E3779B9) >>> 28);
    }

    private static final class Shard<K, V> extends LinkedHashMap<K, V> {
        private final transient BiConsumer<K, V> evicted;
        private int most = Integer.MAX_VALUE;

        Shard(BiConsumer<K, V> evicted) {
            super(16, 0.75f, true);
            this.evicted = evicted;
        }

        void resize(int entries) {
            most = entries;
            var eldest = entrySet().iterator();
            while (size() > most) {
                Map.Entry<K, V> entry = eldest.next();
                evicted.accept(entry.getKey(), entry.getValue());
                eldest.remove();
            }
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            if (size() <= most) {
                return false;
            }
            evicted.accept(eldest.getKey(), eldest.getValue());
            return true;
        }
    }
}
