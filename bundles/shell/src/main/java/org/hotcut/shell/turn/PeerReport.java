package org.hotcut.shell.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.Relays;

/** What of an address clients may reach, in words. */
final class PeerReport {
    private final PeerPolicy policy;
    private final Relays relays;

    /**
     * Asks these.
     *
     * @param relays null when they are absent: then nothing is relayed
     */
    PeerReport(PeerPolicy policy, Relays relays) {
        this.policy = policy;
        this.relays = relays;
    }

    /**
     * What was found.
     *
     * @param address     as it was asked about
     * @param isReachable whether anything of it, or the port that was asked about, may be reached now
     * @param what        what of it
     * @param rule        by which rule
     */
    record Answer(String address, boolean isReachable, String what, String rule) { }

    /**
     * Asks.
     *
     * @param text how the address was written
     * @param port 0 for all
     */
    Answer ask(String text, InetAddress address, int port) {
        Reach reach = policy.reach(address);
        if (port == 0) {
            return new Answer(text, reach.kind() != Reach.Kind.NONE, what(reach), reach.rule());
        }
        boolean relayed = reach.kind() == Reach.Kind.RELAYS && relays != null && relays.isRelayed(new InetSocketAddress(address, port));
        boolean open = reach.includes(port) || relayed;
        return new Answer(text, open, open ? "port " + port : "nothing at port " + port, reach.rule());
    }

    private static String what(Reach reach) {
        return switch (reach.kind()) {
            case NONE -> "nothing";
            case ALL -> "every port";
            case PORTS -> ports(reach.ports());
            case RELAYS -> "ports of allocations" + (reach.ports().isEmpty() ? "" : ", " + ports(reach.ports()));
        };
    }

    private static String ports(List<Reach.PortRange> ranges) {
        return "ports " + String.join(" ", ranges.stream().map(one -> one.from() == one.to() ? "" + one.from() : one.from() + "-" + one.to()).toList());
    }
}
