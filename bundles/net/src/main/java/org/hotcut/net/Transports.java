package org.hotcut.net;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slots by protocol, and the hand-over: bind resumes, unbind drains and then parks. */
final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);
    /** How long unbind waits for calls that are inside (DESIGN.md section 4, clause 3). */
    private static final long DRAIN_MILLIS = 2000;

    /** What the owner of listeners and connections does when a name gets its first bearer, or loses its last. Called on each loop. */
    interface Hand {
        void resume(Loop loop, Protocol protocol);

        void park(Loop loop, Protocol protocol);
    }

    private final EventLoops loops;
    private final Hand hand;
    private final Map<Protocol, TransportSlot> slots = new EnumMap<>(Protocol.class);

    Transports(EventLoops loops, Hand hand) {
        this.loops = loops;
        this.hand = hand;
        for (Protocol protocol : Protocol.values()) {
            slots.put(protocol, new TransportSlot());
        }
    }

    TransportSlot slot(Protocol protocol) {
        return slots.get(protocol);
    }

    void bind(Transport transport, Map<String, ?> properties) {
        int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
        long serviceId = properties.get("service.id") instanceof Long value ? value : 0;
        for (Protocol protocol : protocols(properties.get("hotcut.name"))) {
            if (slot(protocol).add(new TransportSlot.Bound(transport, ranking, serviceId))) {
                LOG.info("Transport {} is there", name(protocol));
                loops.onEach(loop -> hand.resume(loop, protocol));
            }
        }
    }

    /** Returns when no loop is inside the transport any more, after two seconds at most. */
    void unbind(Transport transport) {
        boolean used = false;
        for (Map.Entry<Protocol, TransportSlot> entry : slots.entrySet()) {
            TransportSlot slot = entry.getValue();
            if (!slot.remove(transport)) {
                continue;
            }
            used = true;
            Protocol protocol = entry.getKey();
            if (slot.current() == null) {
                LOG.info("Transport {} has left: connections wait unread, datagrams are parked", name(protocol));
                loops.onEach(loop -> hand.park(loop, protocol));
            }
        }
        if (used && !loops.barrier(DRAIN_MILLIS)) {
            LOG.warn("A transport that leaves was still at work after {} ms; what it returns is dropped", DRAIN_MILLIS);
        }
    }

    static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    private static List<Protocol> protocols(Object names) {
        List<String> wanted = names instanceof String[] array ? List.of(array) : names instanceof String one ? List.of(one) : List.of();
        List<Protocol> found = wanted.stream().flatMap(name -> List.of(Protocol.values()).stream().filter(protocol -> name(protocol).equals(name))).toList();
        if (found.isEmpty()) {
            LOG.error("A transport has no protocol in its property hotcut.name ({}); it gets nothing", wanted);
        }
        return found;
    }
}
