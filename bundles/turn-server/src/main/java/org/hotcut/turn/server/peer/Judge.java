package org.hotcut.turn.server.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.turn.api.Reach;

/** Judges an address by the rules: a function of what it is given. */
final class Judge {
    private static final String OWN = "an address of this server: opened only by a rule of that address alone, with ports";

    private static final String RELAY = "an address we relay from: ports of live allocations";
    private static final int MOST_SAID = 8;

    private final Rules rules;
    private final List<Network> nat64;

    Judge(Rules rules, List<Network> nat64) {
        this.rules = rules;
        this.nat64 = List.copyOf(nat64);
    }

    /** One address judged. */
    private record Opinion(Ports ports, boolean isRelay, String rule) {
        boolean isClosed() {
            return ports.isEmpty() && !isRelay;
        }

        Reach reach() {
            if (isRelay) {
                return new Reach(Reach.Kind.RELAYS, ports.ranges(), rule);
            }
            return ports.isEmpty() ? Reach.none(rule) : ports.isAll() ? Reach.all(rule) : new Reach(Reach.Kind.PORTS, ports.ranges(), rule);
        }
    }

    Reach reach(InetAddress peer, Surroundings here) {
        if (rules.fault() != null) {
            return Reach.none("nothing may be reached until the rules can be read: " + rules.fault());
        }
        byte[] address = Embedded.canonical(peer.getAddress());
        Opinion opinion = judge(address, here);
        for (byte[] inside : Embedded.of(address, nat64)) {
            opinion = stricter(opinion, inside, judge(inside, here));
        }
        return opinion.reach();
    }

    /** Of a relay of ours in another spelling nothing is relayed: there are no such relayed addresses. */
    private static Opinion stricter(Opinion outer, byte[] inside, Opinion inner) {
        if (outer.isClosed()) {
            return outer;
        }
        String rule = inner.ports.isAll() ? outer.rule : "the IPv4 address " + Text.of(inside) + " in it: " + inner.rule;
        return new Opinion(outer.ports.and(inner.ports), false, rule);
    }

    private Opinion judge(byte[] address, Surroundings here) {
        BuiltIn builtIn = BuiltIn.of(address);
        if (builtIn.guard() == BuiltIn.Guard.NEVER) {
            return new Opinion(Ports.NONE, false, builtIn.about());
        }
        InetAddress peer = inetAddress(address);
        boolean own = builtIn.guard() == BuiltIn.Guard.ALONE_WITH_PORTS || here.isOwn(peer);
        Ruled ruled = byRules(address, own ? BuiltIn.Guard.ALONE_WITH_PORTS : builtIn.guard());
        Ports open = own ? ruled.open.without(here.listening(peer)) : ruled.open;
        if (ruled.left.isEmpty()) {
            return opinion(open, false, ruled.said);
        }
        if (here.isRelay(peer)) {
            ruled.said.add(RELAY);
            return opinion(open, true, ruled.said);
        }
        ruled.said.add(own && builtIn.guard() != BuiltIn.Guard.ALONE_WITH_PORTS ? OWN : builtIn.about());
        return opinion(own || !builtIn.allow() ? open : open.or(ruled.left), false, ruled.said);
    }

    /** What the admin's rules say: what they open, and what none of them is about. */
    private record Ruled(Ports open, Ports left, List<String> said) { }

    private Ruled byRules(byte[] address, BuiltIn.Guard guard) {
        List<String> said = new ArrayList<>();
        Ports left = Ports.ALL;
        Ports open = Ports.NONE;
        for (PeerRule rule : rules.all()) {
            if (!rule.network().contains(address) || rule.allow() && !guard.isOpenedBy(rule)) {
                continue;
            }
            Ports taken = rule.ports().and(left);
            if (!taken.isEmpty()) {
                said.add(rule.about());
                left = left.without(taken);
                open = rule.allow() ? open.or(taken) : open;
            }
        }
        return new Ruled(open, left, said);
    }

    private static Opinion opinion(Ports open, boolean relay, List<String> said) {
        return new Opinion(open, relay, String.join("; then ", said.size() > MOST_SAID ? said.subList(said.size() - MOST_SAID, said.size()) : said));
    }

    static InetAddress inetAddress(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes
        }
    }
}
