package org.hotcut.shell.turn;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Relays;

/** What can be reached through relays that should not, for other checks. */
public final class Danger {
    /** An address that is open where nothing is wrong; nothing is sent there. */
    public static final InetAddress HARMLESS = PeerAddress.parse("192.0.32.8");

    private Danger() { }

    /**
     * Returns which of the addresses that an attacker would try are open.
     *
     * @param relays    null when they are absent
     * @param machine   addresses of this machine
     * @param own       those that are relayed from
     * @param listeners that are ours
     */
    public static List<String> open(PeerPolicy policy, Relays relays, Collection<InetAddress> machine, Collection<InetAddress> own, List<Endpoint> listeners) {
        return SelfTest.ask(new PeerReport(policy, relays), machine, own, listeners).stream().map(Map.Entry::getValue).filter(PeerReport.Answer::isReachable)
            .map(PeerReport.Answer::address).distinct().toList();
    }
}
