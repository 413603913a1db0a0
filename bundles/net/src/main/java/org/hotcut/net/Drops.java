package org.hotcut.net;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was not carried, counted by reason. Safe for any thread. */
final class Drops {
    /** Why a datagram, message or connection was given up. */
    enum Reason {
        PARKING_FULL, DATAGRAM_TOO_LONG, SEND_QUEUE_FULL, SEND_FAILED, TRANSPORT_FAILED, LISTENER_CLOSED, KERNEL_FULL, READ_FAILED, HANDLER_FAILED,
        SOURCE_REFUSED, TOO_MANY_CONNECTIONS, TOO_MANY_OF_SOURCE, SILENT, UNPROVEN, INCOMPLETE, MESSAGE_TOO_LONG, MALFORMED, IDLE, PEER_DOES_NOT_READ, TLS_FAILED, CERTIFICATE_REFUSED, UNJUDGED, NO_SESSION, HANDSHAKE_CROWDED_OUT
    }

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    Drops() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void count(Reason reason) {
        counts.get(reason).increment();
    }

    long of(Reason reason) {
        return counts.get(reason).sum();
    }

    /** Returns the reasons that happened, in words, with how often. */
    Map<String, Object> status() {
        Map<String, Object> seen = new LinkedHashMap<>();
        counts.forEach((reason, count) -> {
            if (count.sum() > 0) {
                seen.put(reason.name().toLowerCase(Locale.ROOT).replace('_', ' '), count.sum());
            }
        });
        return seen;
    }
}
