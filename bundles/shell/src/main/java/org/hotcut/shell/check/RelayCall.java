package org.hotcut.shell.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.Addresses;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.TurnAdmin;

/** Has two relays made as a user's would be, and sends something from one to the other; says too whether anybody elsewhere can reach the address they have. */
final class RelayCall {
    private static final String USER = "edge-check";
    private static final long SECONDS = 60;
    private static final int TRIES = 4;
    private static final String CONFIGURATION = "etc/org.hotcut.turn.relay.cfg";

    private final TurnAdmin admin;
    private final int patienceMillis;
    private final Findings findings;

    RelayCall(TurnAdmin admin, int patienceMillis, Findings findings) {
        this.admin = admin;
        this.patienceMillis = patienceMillis;
        this.findings = findings;
    }

    /**
     * Tries one family.
     *
     * @param listener of TURN over UDP
     * @param outside  what a listener of TURN tells others that it is; null when none does
     */
    void check(Endpoint listener, Family family, String outside) throws Exception {
        TurnAdmin.Credentials credentials = admin.credentials(USER, SECONDS, false);
        InetSocketAddress server = Wire.reachable(listener.local());
        try (RelayClient one = new RelayClient(server, credentials, patienceMillis); RelayClient other = new RelayClient(server, credentials, patienceMillis)) {
            InetSocketAddress from = one.allocate(family);
            InetSocketAddress to = other.allocate(family);
            if (isReached(one, from, other, to)) {
                address(from.getAddress(), outside);
            }
        } catch (IOException e) {
            findings.wrong("turn " + ListenerCheck.name(listener) + " gives nobody a relay of " + (family == Family.IPV4 ? "IPv4" : "IPv6") + ": " + e.getMessage(),
                "The log says why. The addresses and ports that are relayed from are in " + CONFIGURATION + '.');
        }
    }

    private boolean isReached(RelayClient one, InetSocketAddress from, RelayClient other, InetSocketAddress to) throws IOException {
        byte[] data = (USER + ' ' + to.getPort()).getBytes(StandardCharsets.US_ASCII);
        String address = Addresses.text(to.getAddress());
        try {
            one.permit(to);
            other.permit(from);
        } catch (IOException e) {
            findings.note("Two clients of this server may not reach each other by relays at " + address + ": " + e.getMessage(), "turn:check " + address + " says by which rule.");
            return true;
        }
        for (int i = 0; i < TRIES; i++) {
            one.send(to, data);
            if (other.receives(data, Math.max(1, patienceMillis / TRIES))) {
                return true;
            }
        }
        findings.wrong("What is sent to a relay at " + Addresses.text(address, to.getPort()) + " does not come through", "Does a firewall of this machine drop UDP to the ports of "
            + CONFIGURATION + '?');
        return false;
    }

    private void address(InetAddress relayed, String outside) {
        String address = Addresses.text(relayed);
        if (relayed.isLoopbackAddress()) {
            findings.wrong("Relays are at " + address + ", where only this machine can reach them", "addresses in " + CONFIGURATION + " says where they are (docs/turn.md).");
        } else if (Addresses.isPublic(relayed)) {
            findings.ok("Relays at " + address + " carry what is sent through them");
        } else if (outside != null) {
            findings.wrong("Relays are at " + address + ", an address of an inner network, but clients come from outside, to " + outside,
                "addresses = " + address + "=ADDRESS THAT OTHERS SEE in " + CONFIGURATION + ", and the NAT forwards UDP to its ports, with the same numbers.");
        } else {
            findings.note("Relays at " + address + " carry what is sent through them, but that is an address of an inner network: nobody outside can reach them",
                "Behind NAT: addresses = " + address + "=ADDRESS THAT OTHERS SEE in " + CONFIGURATION + " (docs/turn.md).");
        }
    }
}
