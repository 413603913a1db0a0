package org.hotcut.core.state.ban;

/** Points that leak away. For one thread at a time. */
final class Score {
    private double points;
    private long at;

    /** Adds points (or, when they are negative, takes some off) and returns how many there are. */
    double add(double more, long now, double leak) {
        points = Math.max(0, points - Math.max(0, now - at) * leak);
        points = Math.max(0, points + more);
        at = now;
        return points;
    }
}
