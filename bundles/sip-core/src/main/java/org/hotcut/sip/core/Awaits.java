package org.hotcut.sip.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Which exchanges of all loops wait for which address to register. Safe for any thread. */
final class Awaits {
    static final int MOST = 20_000;
    static final int MOST_OF_AN_ADDRESS = 100;

    private final Map<String, List<Await>> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Returns false when too many wait already. */
    boolean add(Await await) {
        if (size.incrementAndGet() <= MOST && byAddress.compute(await.address(), (address, others) -> with(await, others)).contains(await)) {
            return true;
        }
        size.decrementAndGet();
        return false;
    }

    private static List<Await> with(Await await, List<Await> others) {
        if (others == null) {
            return List.of(await);
        }
        return others.size() >= MOST_OF_AN_ADDRESS ? others : Stream.concat(others.stream(), Stream.of(await)).toList();
    }

    void remove(Await await) {
        byAddress.computeIfPresent(await.address(), (address, all) -> {
            List<Await> others = all.stream().filter(each -> each != await).toList();
            size.addAndGet(others.size() - all.size());
            return others.isEmpty() ? null : others;
        });
    }

    /** Somebody has registered at an address. */
    void registered(String address) {
        byAddress.getOrDefault(address, List.of()).forEach(Await::registered);
    }

    int size() {
        return size.get();
    }
}
