package org.hotcut.turn.relay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.turn.api.Client;

/** Who has an allocation, on whatever loop. Safe for any thread. */
final class Clients {
    private final Map<Client, Allocation> all = new ConcurrentHashMap<>();

    Allocation find(Client client) {
        return all.isEmpty() ? null : all.get(client);
    }

    void add(Client client, Allocation allocation) {
        all.put(client, allocation);
    }

    void remove(Client client, Allocation allocation) {
        all.remove(client, allocation);
    }

    int size() {
        return all.size();
    }
}
