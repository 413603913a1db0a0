package org.hotcut.turn.server.peer;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.turn.api.Reach.PortRange;

/**
 * A set of ports.
 *
 * @param ranges in order, apart from each other
 */
record Ports(List<PortRange> ranges) {
    static final int HIGHEST = 65_535;
    static final Ports NONE = new Ports(List.of());
    /** Without 0, which is no port of anybody's. */
    static final Ports ALL = new Ports(List.of(new PortRange(1, HIGHEST)));

    Ports {
        ranges = List.copyOf(ranges);
    }

    static Ports of(int from, int to) {
        return new Ports(List.of(new PortRange(from, to)));
    }

    /**
     * Reads {@code 10000-20000} or {@code 5060}; all for an empty text.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static Ports parse(String text) {
        if (text.isEmpty()) {
            return ALL;
        }
        int dash = text.indexOf('-');
        int from = number(dash < 0 ? text : text.substring(0, dash), text);
        int to = dash < 0 ? from : number(text.substring(dash + 1), text);
        if (from > to) {
            throw new IllegalArgumentException(text + " ends before it begins");
        }
        return of(from, to);
    }

    private static int number(String number, String text) {
        if (!number.matches("\\d{1,5}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > HIGHEST) {
            throw new IllegalArgumentException(text + " is not a port or a range of ports, such as 10000-20000, from 1 to " + HIGHEST);
        }
        return Integer.parseInt(number);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean isAll() {
        return equals(ALL);
    }

    Ports without(Ports other) {
        List<PortRange> left = ranges;
        for (PortRange cut : other.ranges) {
            List<PortRange> rest = new ArrayList<>();
            for (PortRange range : left) {
                add(rest, range.from(), Math.min(range.to(), cut.from() - 1));
                add(rest, Math.max(range.from(), cut.to() + 1), range.to());
            }
            left = rest;
        }
        return new Ports(left);
    }

    Ports and(Ports other) {
        return without(ALL.without(other));
    }

    Ports or(Ports other) {
        return ALL.without(ALL.without(this).without(other));
    }

    private static void add(List<PortRange> ranges, int from, int to) {
        if (from <= to) {
            ranges.add(new PortRange(from, to));
        }
    }

    /** Returns them as they are read, with commas between ranges. */
    @Override
    public String toString() {
        return String.join(",", ranges.stream().map(one -> one.from() == one.to() ? "" + one.from() : one.from() + "-" + one.to()).toList());
    }
}
