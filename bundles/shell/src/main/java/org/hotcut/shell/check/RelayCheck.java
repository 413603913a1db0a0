package org.hotcut.shell.check;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLContext;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.MachineAddresses;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.shell.Services;
import org.hotcut.shell.turn.Danger;
import org.hotcut.shell.turn.TurnListeners;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.Relays;
import org.hotcut.turn.api.TurnAdmin;

/** Asks each listener of TURN who we are and for a relay, which must be challenged; has a relay made; and asks the rules whether anything dangerous can be reached. */
final class RelayCheck {
    private final StunWire wire;
    private final boolean isTls;
    private final int patienceMillis;
    private final Findings findings;

    /**
     * Prepares.
     *
     * @param trust whom to believe over TLS; null: it is not tried
     */
    RelayCheck(SSLContext trust, int patienceMillis, Findings findings) {
        this.wire = new StunWire(trust, patienceMillis);
        this.isTls = trust != null;
        this.patienceMillis = patienceMillis;
        this.findings = findings;
    }

    void check(Services services) throws Exception {
        Relays relays = services.find(Relays.class);
        List<Endpoint> listeners = TurnListeners.open(services);
        if (relays == null && listeners.isEmpty()) {
            return;
        }
        if (listeners.isEmpty()) {
            findings.note("No listener of TURN is open", "docs/turn.md: a file in etc/ with protocols = turn opens one.");
        }
        List<Endpoint> answering = listeners.stream().filter(this::listener).toList();
        if (relays != null && relays.isDraining()) {
            findings.note("No further allocations are made", "turn:drain off ends that.");
        } else if (relays != null && relays.addresses().isEmpty()) {
            findings.wrong("There is no address to relay from", "edge:status says what is wrong with etc/org.hotcut.turn.relay.cfg.");
        } else if (relays != null && hasDomain(services.find(Accounts.class))) {
            relay(services.find(TurnAdmin.class), relays.addresses(), answering);
        }
        PeerPolicy policy = services.find(PeerPolicy.class);
        if (policy != null) {
            peers(policy, relays, listeners);
        }
    }

    /** Without one there is no realm, and nobody can have a relay; that there is none is said elsewhere. */
    private static boolean hasDomain(Accounts accounts) {
        return accounts != null && !accounts.domains().isEmpty();
    }

    /** Tries a relay of each family that there is, by the first of these that takes UDP. */
    private void relay(TurnAdmin admin, List<InetAddress> own, List<Endpoint> answering) throws Exception {
        Endpoint udp = answering.stream().filter(one -> one.protocol() == Protocol.UDP).findFirst().orElse(null);
        if (admin == null || udp == null) {
            return;
        }
        String outside = answering.stream().map(Endpoint::advertised).filter(Objects::nonNull).findFirst().orElse(null);
        for (Family family : own.stream().map(Family::of).distinct().sorted().toList()) {
            new RelayCall(admin, patienceMillis, findings).check(udp, family, outside);
        }
    }

    /** Returns whether it answers as it should. */
    boolean listener(Endpoint endpoint) {
        if (endpoint.protocol() == Protocol.DTLS || endpoint.protocol() == Protocol.TLS && !isTls) {
            return false;
        }
        String name = "turn " + ListenerCheck.name(endpoint);
        try {
            int bound = wire.ask(endpoint, StunWire.BINDING);
            if (bound != (StunWire.BINDING | StunWire.SUCCESS)) {
                findings.wrong(name + (bound < 0 ? " does not answer" : " answers a Binding request with an error"),
                    "Is turn-server absent (edge:status), or does a firewall of this machine drop it?");
                return false;
            }
            int allocated = wire.ask(endpoint, StunWire.ALLOCATE);
            if (allocated == (StunWire.ALLOCATE | StunWire.ERROR)) {
                findings.ok(name + " answers, and gives no relay to strangers");
                return true;
            }
            findings.wrong(name + (allocated < 0 ? " answers, but not who asks for a relay" : " gives a relay to whoever asks"), "edge:status says what is absent.");
        } catch (IOException e) {
            findings.wrong(name + " cannot be reached: " + e.getMessage(), "Does something keep this machine from reaching itself?");
        }
        return false;
    }

    void peers(PeerPolicy policy, Relays relays, List<Endpoint> listeners) {
        Reach everybody = policy.reach(Danger.HARMLESS);
        if (everybody.kind() == Reach.Kind.NONE) {
            findings.wrong("Relays reach nobody: " + everybody.rule(), "turn:rules shows the rules; they are in etc/org.hotcut.turn.server.peers.cfg.");
            return;
        }
        List<InetAddress> own = relays == null ? List.of() : relays.addresses();
        List<String> open = Danger.open(policy, relays, MachineAddresses.all(), own, listeners);
        if (open.isEmpty()) {
            findings.ok("Nothing but public addresses can be reached through relays");
        } else {
            findings.note(open.size() + " of the addresses that an attacker would try can be reached through relays: " + String.join(", ", open),
                "That is as your rules say (turn:check); if you did not mean it, turn:forget.");
        }
    }
}
