package org.hotcut.sip.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;

import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.location.Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to those who come back what waited for them: for each user one message at a time, the oldest first, to the preferred device, and to the next one when that does
 * not take it. A device that says nothing, or takes no messages, is not asked again in this round. What nobody takes waits for the next registration. Confined to the home loop.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** What is wrong with one message; other answers mean that the device takes none, or none now. */
    private static final Set<Integer> OF_THIS_MESSAGE = Set.of(400, 413, 415, 420, 488, 493, 606);

    /** What {@link SipClient} says when too many requests wait. */
    static final int NO_ROOM = 500;
    private static final long WAIT = 5_000;

    private final Mailboxes mailboxes;
    private final Location location;
    private final SipClient client;
    private final Map<String, Round> rounds = new HashMap<>();
    private final LongSupplier clock;
    private final DueQueue later = new DueQueue();
    private volatile long delivered;

    Delivery(Mailboxes mailboxes, Location location, SipClient client, LongSupplier clock) {
        this.mailboxes = mailboxes;
        this.location = location;
        this.client = client;
        this.clock = clock;
    }

    /** Begins anew where there was no room to send. */
    void tick() {
        long now = clock.getAsLong();
        for (String address = later.poll(now); address != null; address = later.poll(now)) {
            begin(address);
        }
    }

    /** Somebody has registered. */
    void begin(String address) {
        Round present = rounds.get(address);
        if (present != null) {
            present.again = true;
            return;
        }
        List<StoredMessage> waiting = mailboxes.of(address);
        List<Target> ways = waiting.isEmpty() ? List.of() : Ways.to(location.find(address));
        if (!ways.isEmpty()) {
            Round round = new Round(address, waiting, ways);
            rounds.put(address, round);
            round.next();
        }
    }

    long delivered() {
        return delivered;
    }

    /** One time through a user's messages. */
    private final class Round {
        private final String address;
        private final Queue<StoredMessage> waiting;
        private final List<Target> ways;
        private boolean again;

        Round(String address, List<StoredMessage> waiting, List<Target> ways) {
            this.address = address;
            this.waiting = new ArrayDeque<>(waiting);
            this.ways = new ArrayList<>(ways);
        }

        void next() {
            StoredMessage message = waiting.poll();
            while (message != null && !mailboxes.isWaiting(message)) {
                message = waiting.poll();
            }
            if (message == null || ways.isEmpty()) {
                end();
            } else {
                send(message, 0);
            }
        }

        private void send(StoredMessage message, int way) {
            if (way >= ways.size()) {
                next();
                return;
            }
            Target target = ways.get(way);
            try {
                client.send(Letters.request(message, target.uri()), target).whenComplete((answer, fault) -> answered(message, target, answer));
            } catch (IllegalArgumentException e) {
                LOG.warn("A message to {} cannot be sent to {}: {}", address, target.uri(), e.getMessage());
                ways.remove(target);
                send(message, way);
            }
        }

        private void answered(StoredMessage message, Target target, Answer answer) {
            int way = ways.indexOf(target);
            if (answer != null && answer.status() < 300) {
                delivered++;
                mailboxes.forget(message);
                next();
            } else if (answer != null && answer.response() == null && answer.status() == NO_ROOM) {
                later.set(address, clock.getAsLong() + WAIT);
                end();
            } else if (answer == null || answer.response() == null) {
                ways.remove(target);
                send(message, way);
            } else {
                LOG.info("{} did not take a message to {}: {}", target.uri(), address, answer.status());
                boolean others = OF_THIS_MESSAGE.contains(answer.status());
                if (!others) {
                    ways.remove(target);
                }
                send(message, others ? way + 1 : way);
            }
        }

        private void end() {
            rounds.remove(address);
            if (again) {
                begin(address);
            }
        }
    }
}
