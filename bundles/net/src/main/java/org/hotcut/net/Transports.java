package org.hotcut.net;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slots by name, which for SIP is that of the protocol, and the hand-over: bind resumes, unbind drains and then parks. */
final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);
    /** How long unbind waits for calls that are inside (DESIGN.md section 4, clause 3). */
    private static final long DRAIN_MILLIS = 2000;

    /** What the owner of listeners and connections does when a name gets its first bearer, or loses its last. Called on each loop. */
    interface Hand {
        void resume(Loop loop, String transport);

        void park(Loop loop, String transport);
    }

    /**
     * What a transport says of itself for ports that it shares with others.
     *
     * @param alpn  its names there (RFC 7301)
     * @param first what begins as it does, as Latin-1; null when it cannot be told by that
     */
    record Hints(List<String> alpn, Pattern first) {
        private static final Hints NONE = new Hints(List.of(), null);
    }

    private final EventLoops loops;
    private final Hand hand;
    private final Map<String, Slot<Transport>> slots = new ConcurrentHashMap<>();
    private final Map<String, Hints> hints = new ConcurrentHashMap<>();

    Transports(EventLoops loops, Hand hand) {
        this.loops = loops;
        this.hand = hand;
    }

    /** Returns the place of the transport of that name, which listeners and transports know, never peers. */
    Slot<Transport> slot(String transport) {
        return slots.computeIfAbsent(transport, name -> new Slot<>());
    }

    /** Returns what the transport of that name, or the last one that bore it, says of itself. */
    Hints hints(String transport) {
        return hints.getOrDefault(transport, Hints.NONE);
    }

    void bind(Transport transport, Map<String, ?> properties) {
        Hints said = hints(properties);
        for (String name : names(properties)) {
            hints.put(name, said);
            if (slot(name).add(Slot.Bound.of(transport, properties))) {
                LOG.info("Transport {} is there", name);
                loops.onEach(loop -> hand.resume(loop, name));
            }
        }
    }

    /** Returns when no loop is inside the transport any more, after two seconds at most. */
    void unbind(Transport transport) {
        boolean used = false;
        for (Map.Entry<String, Slot<Transport>> entry : slots.entrySet()) {
            Slot<Transport> slot = entry.getValue();
            if (!slot.remove(transport)) {
                continue;
            }
            used = true;
            String name = entry.getKey();
            if (slot.current() == null) {
                LOG.info("Transport {} has left: connections wait unread, datagrams are parked", name);
                loops.onEach(loop -> hand.park(loop, name));
            }
        }
        if (used && !loops.barrier(DRAIN_MILLIS)) {
            LOG.warn("A transport that leaves was still at work after {} ms; what it returns is dropped", DRAIN_MILLIS);
        }
    }

    static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the protocol of that name, or the other when there is none: what is not SIP travels in it. */
    static Protocol protocol(String transport, Protocol other) {
        return Arrays.stream(Protocol.values()).filter(protocol -> name(protocol).equals(transport)).findFirst().orElse(other);
    }

    private static List<String> names(Map<String, ?> properties) {
        List<String> names = texts(properties.get("hotcut.name"));
        if (names.isEmpty()) {
            LOG.error("A transport has no name in its property hotcut.name; it gets nothing");
        }
        return names;
    }

    private static Hints hints(Map<String, ?> properties) {
        List<String> first = texts(properties.get("hotcut.first"));
        try {
            return new Hints(texts(properties.get("hotcut.alpn")), first.isEmpty() ? null : Pattern.compile(first.get(0), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            LOG.error("Transport {} has a property hotcut.first that is no pattern: {}", properties.get("hotcut.name"), e.getDescription());
            return new Hints(texts(properties.get("hotcut.alpn")), null);
        }
    }

    static List<String> texts(Object value) {
        return value instanceof String[] array ? List.of(array) : value instanceof String one ? List.of(one) : List.of();
    }
}
