package org.hotcut.core.state.ban;

/** Points that leak away. For one thread at a time. */
final class Score {
    private double points;
    private double forgivable;
    private long at;

    /** Adds points and returns how many there are. */
    double add(double more, long now, double leak) {
        points = Math.max(0, points - Math.max(0, now - at) * leak) + more;
        forgivable = Math.min(forgivable, points);
        at = now;
        return points;
    }

    /** Adds points that {@link #forgive} may take back, and returns how many there are. */
    double addForgivable(double more, long now, double leak) {
        double sum = add(more, now, leak);
        forgivable += more;
        return sum;
    }

    /** Takes back points, no more than are forgivable: whoever has a password of his own must not wash off by it what he guesses of others. */
    double forgive(double most, long now, double leak) {
        add(0, now, leak);
        double less = Math.min(most, forgivable);
        forgivable -= less;
        points -= less;
        return points;
    }
}
