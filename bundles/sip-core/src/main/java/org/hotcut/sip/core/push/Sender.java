package org.hotcut.sip.core.push;

import org.hotcut.sip.api.push.PushSender;

/** A sender that bears a name. The higher ranking, then the newer, comes first. */
final class Sender implements Comparable<Sender> {
    final PushSender sender;
    final String bundle;
    final long service;
    private final int ranking;
    /** What it was given and has not completed; guarded by its desk. */
    int inside;
    volatile boolean leaving;

    Sender(PushSender sender, int ranking, long service, String bundle) {
        this.sender = sender;
        this.ranking = ranking;
        this.service = service;
        this.bundle = bundle;
    }

    @Override
    public int compareTo(Sender other) {
        return ranking != other.ranking ? Integer.compare(other.ranking, ranking) : Long.compare(other.service, service);
    }
}
