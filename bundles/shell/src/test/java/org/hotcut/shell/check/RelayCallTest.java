package org.hotcut.shell.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;

import org.hotcut.stun.Stun;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.TurnAdmin;
import org.junit.jupiter.api.Test;

class RelayCallTest {
    private static final int LONG = 60_000;
    private static final int SHORT = 400;
    private static final String PASSWORD = "secret";

    private final Findings findings = new Findings();

    private List<String> check(LoopbackRelay relay, int patience, String outside) throws Exception {
        new RelayCall(new Minting(), patience, findings).check(relay.endpoint(), Family.IPV4, outside);
        return findings.lines();
    }

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void aRelayThatWorksIsFoundWellAndGivenBack() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("203.0.113.5"), 0, true)) {
            assertEquals(List.of("ok     Relays at 203.0.113.5 carry what is sent through them", "All is well."), check(relay, LONG, null));
            assertEquals(0, relay.allocations());
        }
    }

    @Test
    void aServerThatTakesNoMd5IsAskedBySha256() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("203.0.113.5"), 0, true, Stun.SHA256)) {
            assertEquals(0, check(relay, LONG, null).stream().filter(line -> line.startsWith("WRONG")).count(), findings.lines().toString());
        }
    }

    @Test
    void aRelayThatCannotBeHadIsWrong() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("203.0.113.5"), Stun.ALLOCATE, true)) {
            String line = check(relay, LONG, null).get(0);
            assertTrue(line.endsWith("gives nobody a relay of IPv4: 508 Insufficient Capacity"), line);
        }
    }

    @Test
    void aRelayThroughWhichNothingComesIsWrong() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("203.0.113.5"), 0, false)) {
            String line = check(relay, SHORT, null).get(0);
            assertTrue(line.startsWith("WRONG  What is sent to a relay at 203.0.113.5:") && line.endsWith("does not come through"), line);
        }
    }

    @Test
    void aRuleThatKeepsClientsApartIsANote() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("203.0.113.5"), Stun.CREATE_PERMISSION, true)) {
            assertTrue(check(relay, LONG, null).get(0).startsWith("note   Two clients of this server may not reach each other"), findings.lines().toString());
        }
    }

    @Test
    void relaysOnLoopbackAreOfNoUse() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("127.0.0.1"), 0, true)) {
            assertEquals("WRONG  Relays are at 127.0.0.1, where only this machine can reach them", check(relay, LONG, null).get(0));
        }
    }

    @Test
    void relaysOfAnInnerNetworkAreWrongWhereClientsComeFromOutside() throws Exception {
        try (LoopbackRelay relay = new LoopbackRelay(PASSWORD, address("10.0.0.5"), 0, true)) {
            assertTrue(check(relay, LONG, null).get(0).startsWith("note   Relays at 10.0.0.5 carry what is sent through them, but"), findings.lines().toString());
            assertTrue(check(relay, LONG, "203.0.113.5").stream().anyMatch(line -> line.startsWith("WRONG  Relays are at 10.0.0.5")), findings.lines().toString());
            assertTrue(findings.lines().stream().anyMatch(line -> line.contains("addresses = 10.0.0.5=ADDRESS THAT OTHERS SEE")), findings.lines().toString());
        }
    }

    /** Makes the credentials that every {@link LoopbackRelay} takes. */
    private static final class Minting implements TurnAdmin {
        @Override
        public Credentials credentials(String user, long seconds, boolean registration) {
            return new Credentials("1:" + user, PASSWORD, 1_000);
        }

        @Override
        public List<Rule> rules() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(String name, boolean allow, String network, String ports) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
