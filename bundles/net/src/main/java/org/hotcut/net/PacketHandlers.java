package org.hotcut.net;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.hotcut.core.api.net.PacketHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slots of packet handlers by name, and the hand-over: while there is none, what comes stays with the kernel. */
final class PacketHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(PacketHandlers.class);
    private static final long DRAIN_MILLIS = 2000;

    private final EventLoops loops;
    private final Consumer<Loop> look;
    private final Map<String, Slot<PacketHandler>> slots = new ConcurrentHashMap<>();

    /**
     * Begins with nobody.
     *
     * @param look called on each loop when a name got another bearer, or lost one
     */
    PacketHandlers(EventLoops loops, Consumer<Loop> look) {
        this.loops = loops;
        this.look = look;
    }

    /** Returns the place of the handler of that name, which listeners and handlers know, never peers. */
    Slot<PacketHandler> slot(String name) {
        return slots.computeIfAbsent(name, key -> new Slot<>());
    }

    void bind(PacketHandler handler, Map<String, ?> properties) {
        List<String> names = Transports.texts(properties.get("hotcut.name"));
        if (names.isEmpty()) {
            LOG.error("A packet handler has no name in its property hotcut.name; it gets nothing");
        }
        for (String name : names) {
            if (slot(name).add(Slot.Bound.of(handler, properties))) {
                LOG.info("Packets of {} are taken", name);
            }
            loops.onEach(look);
        }
    }

    /** Returns when no loop is inside the handler any more, after two seconds at most. */
    void unbind(PacketHandler handler) {
        boolean used = false;
        for (Map.Entry<String, Slot<PacketHandler>> entry : slots.entrySet()) {
            if (entry.getValue().remove(handler)) {
                used = true;
                if (entry.getValue().current() == null) {
                    LOG.info("Packets of {} wait with the kernel: nobody takes them", entry.getKey());
                }
                loops.onEach(look);
            }
        }
        if (used && !loops.barrier(DRAIN_MILLIS)) {
            LOG.warn("A packet handler that leaves was still at work after {} ms", DRAIN_MILLIS);
        }
    }
}
