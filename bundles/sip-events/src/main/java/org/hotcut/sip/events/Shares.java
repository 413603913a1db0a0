package org.hotcut.sip.events;

import java.util.HashMap;
import java.util.Map;

import org.hotcut.sip.api.event.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many messages of each sender wait for each user: nobody fills another's mailbox alone. Confined to the home loop. */
final class Shares {
    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

    private record Pair(String sender, String address) { }

    private static final class Share {
        private int waiting;
        private boolean isLogged;
    }

    private final Map<Pair, Share> shares = new HashMap<>();

    void add(StoredMessage message) {
        shares.computeIfAbsent(pair(message), pair -> new Share()).waiting++;
    }

    void remove(StoredMessage message) {
        Share share = shares.get(pair(message));
        if (--share.waiting == 0) {
            shares.remove(pair(message));
        } else {
            share.isLogged = false;
        }
    }

    /** Returns whether one more would be too many; the first of a row that is refused is logged. */
    boolean isSpent(StoredMessage message, int most) {
        Share share = shares.get(pair(message));
        if (share == null || share.waiting < most) {
            return false;
        }
        if (!share.isLogged) {
            share.isLogged = true;
            LOG.warn("{} has filled his share of the mailbox of {}, {} messages: more are refused until some are fetched", message.sender(), message.address(), share.waiting);
        }
        return true;
    }

    private static Pair pair(StoredMessage message) {
        return new Pair(message.sender(), message.address());
    }
}
