package org.hotcut.shell.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.Relays;
import org.junit.jupiter.api.Test;

class PeerReportTest {
    private static final InetAddress RELAY = PeerAddress.parse("192.0.2.1");

    /** A policy that says one thing of each address, and writes down who was asked about. */
    private static final class Rules implements PeerPolicy {
        private final Map<String, Reach> rules;
        private final List<InetAddress> asked = new ArrayList<>();

        Rules(Map<String, Reach> rules) {
            this.rules = rules;
        }

        @Override
        public Reach reach(InetAddress peer) {
            asked.add(peer);
            return rules.getOrDefault(peer.getHostAddress(), Reach.none("closed"));
        }

        @Override
        public String version() {
            return "1";
        }
    }

    private static final class OneRelay implements Relays {
        @Override
        public List<AllocationInfo> allocations() {
            return List.of();
        }

        @Override
        public int end(Predicate<AllocationInfo> which, String reason) {
            return 0;
        }

        @Override
        public void drain(boolean on) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDraining() {
            return false;
        }

        @Override
        public boolean isRelayed(InetSocketAddress address) {
            return address.equals(new InetSocketAddress(RELAY, 50_000));
        }

        @Override
        public List<InetAddress> addresses() {
            return List.of(RELAY);
        }
    }

    private static String ask(PeerReport report, String address, int port) {
        PeerReport.Answer answer = report.ask(address, PeerAddress.parse(address), port);
        return answer.isReachable() + " " + answer.what() + " by " + answer.rule();
    }

    @Test
    void saysWhatMayBeReached() {
        PeerReport report = new PeerReport(new Rules(Map.of("198.51.100.1", Reach.all("public"),
            "10.0.0.5", new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(5060, 5060), new Reach.PortRange(10_000, 20_000)), "pbx"),
            "192.0.2.1", new Reach(Reach.Kind.RELAYS, List.of(new Reach.PortRange(7, 7)), "ours"))), new OneRelay());
        assertEquals("true every port by public", ask(report, "198.51.100.1", 0));
        assertEquals("true port 9 by public", ask(report, "198.51.100.1", 9));
        assertEquals("true ports 5060 10000-20000 by pbx", ask(report, "10.0.0.5", 0));
        assertEquals("true port 12000 by pbx", ask(report, "10.0.0.5", 12_000));
        assertEquals("false nothing at port 22 by pbx", ask(report, "10.0.0.5", 22));
        assertEquals("true ports of allocations, ports 7 by ours", ask(report, "192.0.2.1", 0));
        assertEquals("true port 50000 by ours", ask(report, "192.0.2.1", 50_000));
        assertEquals("false nothing at port 50001 by ours", ask(report, "192.0.2.1", 50_001));
        assertEquals("false nothing by closed", ask(report, "127.0.0.1", 0));
        assertEquals("false nothing at port 50000 by ours", ask(new PeerReport(new Rules(Map.of("192.0.2.1", new Reach(Reach.Kind.RELAYS, List.of(), "ours"))), null), "192.0.2.1", 50_000));
    }

    @Test
    void triesWhatAnAttackerWould() {
        Rules rules = new Rules(Map.of("10.0.0.1", Reach.all("a rule of the admin's")));
        List<Endpoint> listeners = List.of(new Endpoint("tls", Protocol.TLS, new InetSocketAddress(PeerAddress.parse("::"), 5061), null, 5061),
            new Endpoint("far", Protocol.UDP, new InetSocketAddress(PeerAddress.parse("198.51.100.1"), 3478), null, 3478));
        List<Map.Entry<String, PeerReport.Answer>> answers = SelfTest.ask(new PeerReport(rules, new OneRelay()), List.of(PeerAddress.parse("10.9.9.9")), List.of(RELAY), listeners);
        List<String> asked = answers.stream().map(one -> one.getValue().address()).toList();
        for (String address : List.of("0.0.0.0", "::1", "169.254.169.254", "fd00:ec2::254", "fe80::1%lo", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1",
            "2600:1:2:3:0:5efe:7f00:1", "2001:0:808:808:0:0:80ff:fffe", "10.9.9.9", "10.9.9.9:5061", "192.0.2.1:5061")) {
            assertTrue(asked.contains(address), address);
        }
        assertFalse(asked.contains("192.0.2.1"), "what of a relay address may be reached is what is relayed");
        assertFalse(asked.contains("10.9.9.9:3478"));
        assertEquals(List.of("10.0.0.1", "::ffff:10.0.0.1"), answers.stream().map(Map.Entry::getValue).filter(PeerReport.Answer::isReachable).map(PeerReport.Answer::address).toList());
        assertEquals(answers.size(), rules.asked.size());
    }
}
