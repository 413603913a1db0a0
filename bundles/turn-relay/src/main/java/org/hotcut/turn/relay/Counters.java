package org.hotcut.turn.relay;

import java.util.concurrent.atomic.LongAdder;

/** What is counted over all loops. */
final class Counters {
    /** Nobody was there to decide about them, or too many were being decided about. */
    final LongAdder requestsDropped = new LongAdder();
    final LongAdder strangersUnanswered = new LongAdder();
    final LongAdder made = new LongAdder();
    final LongAdder ended = new LongAdder();
    /** Packets that came to another loop than their allocation's. */
    final LongAdder hops = new LongAdder();
}
